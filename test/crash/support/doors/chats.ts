import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import OpenAI from 'openai';
import type { ModelServer } from '../../../../src/testing/index.ts';
import { read, runIdOf } from '../../../support/openai-world.ts';
import { openCutLine } from './cut-line.ts';
import { question } from './teams.ts';

/** What a client was answered about a proposal, and by which run. */
export interface Answered {
  proposal: string;
  run: string;
  text: string;
}

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../processes/openai-client.py', import.meta.url));

/** Proposals `PREFIX-1` to `PREFIX-COUNT`. */
export const proposals = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

/** Asks the team `line` about all of them at once with OpenAI's client, each plain and each streamed. */
export async function askInJavaScript(url: string, count: number): Promise<Answered[]> {
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any' });
  const requestOf = (proposal: string) => ({
    model: 'line',
    messages: [{ role: 'user' as const, content: question(proposal) }],
  });
  const plain = proposals('plainjs', count).map(async (proposal) => {
    const { data, response } = await openai.chat.completions
      .create(requestOf(proposal))
      .withResponse();
    const text = data.choices[0]?.message.content ?? '';
    return { proposal, run: runIdOf(response), text };
  });
  const streamed = proposals('streamjs', count).map(async (proposal) => {
    const { data, response } = await openai.chat.completions
      .create({ ...requestOf(proposal), stream: true })
      .withResponse();
    return { proposal, run: runIdOf(response), text: (await read(data)).text };
  });
  return await Promise.all([...plain, ...streamed]);
}

/** What an official client tells of an answer. */
interface Retried extends Answered {
  /** How often the client has asked again by itself. */
  retries: number;
}

/**
 * The same with the client of Python, and as many over connections that are broken while the answer is
 * made: then the client asks again by itself.
 */
export async function askInPython(
  python: string,
  url: string,
  model: Pick<ModelServer, 'requests'>,
  count: number,
): Promise<{ whole: Retried[]; cut: Retried[] }> {
  const asked = { plain: proposals('plainpy', count), streamed: proposals('streampy', count) };
  const direct = Object.entries(asked).flatMap(([how, each]) =>
    each.map((proposal) => ({ how, proposal, url })),
  );
  const lines = proposals('cutpy', count).map(async (proposal) => {
    const line = await openCutLine(url, model, proposal);
    return { how: 'plain', proposal, ...line };
  });
  const cut = await Promise.all(lines);
  try {
    const [answers] = await Promise.all([
      runPython(python, [...direct, ...cut]),
      ...cut.map((line) => line.untilCut()),
    ]);
    const isCut = ({ proposal }: Answered) => cut.some((line) => line.proposal === proposal);
    return { whole: answers.filter((each) => !isCut(each)), cut: answers.filter(isCut) };
  } finally {
    await Promise.all(cut.map((line) => line.close()));
  }
}

async function runPython(
  python: string,
  asked: { how: string; proposal: string; url: string }[],
): Promise<Retried[]> {
  const questions = asked.map(({ how, proposal, url }) => {
    return { how, proposal, url: `${url}/v1`, question: question(proposal) };
  });
  const words = [script, JSON.stringify(questions)];
  const { stdout } = await run(python, words, { maxBuffer: 64 * 1024 * 1024 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Retried);
}
