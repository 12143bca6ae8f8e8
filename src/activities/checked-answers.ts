import { createHash } from 'node:crypto';
import type { Text } from '../core/content.ts';
import type { JsonSchema } from '../core/json-schema.ts';
import { readStoredTexts } from './stored-texts.ts';
import { storable } from './store/messages.ts';
import type { Store } from './store/open-store.ts';
import { checkReply } from './structured-output/reply-schema.ts';

/** What is to stand in a thread: what was said to an agent, and what it answered in the end. */
export interface Exchange {
  thread: string;
  /** First-execution run id and path of the agent: both messages are stored under it. */
  step: string;
  agentName: string;
  /** Workflow id of the outermost run. */
  run: string;
  input: Text;
  answer: Text;
}

/** What an answer takes that is checked before it counts. */
export interface CheckedAnswerActivities {
  /** Adds an exchange to its thread, once. */
  keepExchange(exchange: Exchange): Promise<void>;
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
    async keepExchange({ thread, step, agentName, run, input, answer }) {
      const filled = await readStoredTexts(store.messages, [input, answer]);
      const asked = storable(filled(input));
      const said = storable(filled(answer));
      await store.threads.add(thread, [
        { id: idOf(step, 'input', asked), author: 'user', role: 'user', content: asked, run },
        {
          id: idOf(step, 'answer', said),
          author: agentName,
          role: 'assistant',
          content: said,
          run,
        },
      ]);
    },
    async outputProblem({ text, output, agentName }) {
      const filled = await readStoredTexts(store.messages, text);
      const checked = await checkReply(filled(text), output, agentName);
      return checked.ok ? null : checked.reason;
    },
  };
}

/** A reset run may say something else in the same place: the hash tells the two apart. */
function idOf(step: string, what: string, content: string): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return `${step}#${what}~${hash}`;
}
