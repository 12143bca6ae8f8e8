import { elementsIn } from '../../../src/core/elements.ts';
import { agentIn } from '../../../src/core/kinds/agent/prompts.ts';
import { answerIn as statementIn, answerTag } from '../../../src/core/render.ts';
import type { RecordedRequest, SchemaNode } from '../../../src/simulated-model/index.ts';
import { answerIn, type Letter, questionIn } from './questions.ts';

/** What a request asks, and whom. */
export interface Asked {
  /** The number of the question. */
  question: string;
  /** Who is asked, as the system prompt says. */
  name: string;
  /** The user's message; what complains of a reply comes after it and is not read. */
  prompt: string;
  /** The form of the reply; `null`: free text. */
  schema: SchemaNode | null;
}

/** @throws Error when the request names no question or nobody */
export function readAsked({ system, messages, outputSchema }: RecordedRequest): Asked {
  const prompt = messages.find(({ role }) => role === 'user')?.content ?? '';
  const question = questionIn(prompt) ?? questionIn(system);
  const name = agentIn(system)?.name.trim();
  if (question === null) throw new Error('no QID=number stands in the prompt');
  if (name === undefined) throw new Error('the system prompt does not begin with "You are NAME"');
  return { question, name, prompt, schema: outputSchema as SchemaNode | null };
}

/** The answers of others that stand in the last round, or list, that a prompt quotes. */
export function heardIn(prompt: string, ownName: string): Letter[] {
  const last = prompt.slice(Math.max(0, prompt.lastIndexOf('<answers>')));
  return elementsIn(last, answerTag)
    .map(statementIn)
    .filter(({ agentName }) => agentName !== ownName)
    .flatMap(({ content }) => answerIn(content) ?? []);
}

/** The choices that a prompt lists, `- ID: text`, by the answer in their text. */
export function choicesIn(prompt: string): Map<Letter, string> {
  const lines = [...prompt.matchAll(/^- (\w+): (.*)$/gm)];
  return new Map(
    lines.flatMap(([, id = '', text = '']) => {
      const letter = answerIn(text);
      return letter === null ? [] : [[letter, id] as const];
    }),
  );
}
