import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI, { APIError } from 'openai';
import { createServer, type ServiceOptions, type ServiceServer } from '../../src/service/index.ts';
import { openServedWorld, type ServedWorld } from './service-world.ts';

const agent = (name: string, more = {}) => ({ kind: 'agent', name, provider: 'chat', ...more });
const teams = {
  tea: agent('Ann'),
  line: { kind: 'pipeline', name: 'Line', steps: [agent('Ann'), agent('Bob')] },
  all: { kind: 'parallel', name: 'All', agents: [agent('Ann'), agent('Bob')] },
  failing: agent('Failing'),
  broken: { kind: 'agent' },
};

/** Tokens of a user, and of somebody who may do everything. */
export const annToken = 'ann-0123456789abcdef';
export const anyToken = 'any-0123456789abcdef';

export const hello: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hi' }];

/** A served world with teams for OpenAI's clients. */
export interface OpenAIWorld extends ServedWorld {
  openai: OpenAI;
  /** Serves the same teams once more, knowing nothing of what the first was asked. */
  serve(more?: ServiceOptions): Promise<ServiceServer>;
}

/** Opens one whose runs are cancelled soon after their readers have gone. */
export async function openOpenAIWorld(): Promise<OpenAIWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-openai-'));
  for (const [name, spec] of Object.entries(teams))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(spec));
  const options: ServiceOptions = {
    teams: folder,
    heartbeatMs: 200,
    cancelAfterMs: 300,
    tokens: [{ token: anyToken }, { token: annToken, user: 'ann' }],
    log: () => undefined,
  };
  const world = await openServedWorld(options);
  return {
    ...world,
    openai: clientOf(world.server.url),
    serve: (more = {}) => createServer(world.client, { port: 0, ...options, ...more }),
    async close() {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function clientOf(url: string, more: ConstructorParameters<typeof OpenAI>[0] = {}): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: anyToken, ...more });
}

/** What is streamed, and what tells of it. */
export async function read(stream: AsyncIterable<OpenAI.ChatCompletionChunk>) {
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const pieces = chunks.flatMap(({ choices }) => choices[0]?.delta.content || []);
  const finish = chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? []);
  return { pieces, text: pieces.join(''), finish, usage: chunks.at(-1)?.usage };
}

/** The error that a client throws. */
export async function refusalOf(asked: Promise<unknown>): Promise<APIError> {
  const error: unknown = await asked.then(
    () => new Error('it was answered'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof APIError) return error;
  throw error;
}

export const runIdOf = ({ headers }: Pick<Response, 'headers'>) => headers.get('x-run-id') ?? '';
