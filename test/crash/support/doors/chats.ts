import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import OpenAI from 'openai';
import { read, runIdOf } from '../../../support/openai-world.ts';
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

/** The same with the client of Python. */
export async function askInPython(python: string, url: string, count: number): Promise<Answered[]> {
  const asked = { plain: proposals('plainpy', count), streamed: proposals('streampy', count) };
  const questions = Object.entries(asked).flatMap(([how, each]) =>
    each.map((proposal) => ({ how, proposal, question: question(proposal) })),
  );
  const words = [script, `${url}/v1`, JSON.stringify(questions)];
  const { stdout } = await run(python, words, { maxBuffer: 64 * 1024 * 1024 });
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Answered);
}
