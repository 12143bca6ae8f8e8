import type { Text } from '../core/content.ts';
import type { JsonSchema } from '../core/json-schema.ts';
import { readStoredTexts } from './stored-texts.ts';
import type { Store } from './store/open-store.ts';
import { checkReply } from './structured-output/reply-schema.ts';

/** What an answer takes that is checked before it counts. */
export interface CheckedAnswerActivities {
  /** Why a rewritten answer is not of its agent's output schema; `null`: it is. */
  outputProblem(answer: {
    text: Text;
    output: JsonSchema;
    agentName: string;
  }): Promise<string | null>;
}

export function createCheckedAnswerActivities({
  store,
}: {
  store: Store;
}): CheckedAnswerActivities {
  return {
    async outputProblem({ text, output, agentName }) {
      const filled = await readStoredTexts(store.messages, text);
      const checked = await checkReply(filled(text), output, agentName);
      return checked.ok ? null : checked.reason;
    },
  };
}
