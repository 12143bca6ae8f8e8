import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { ProviderInput } from '../../src/core/provider-config.ts';
import {
  type ModelServer,
  type RecordedRequest,
  type ScriptedReply,
  type ScriptFunction,
  startModelServer,
} from '../../src/testing/index.ts';
import { type Closing, openAll } from '../../src/workers/closing.ts';
import { type LocalClient, type LocalOptions, openLocal } from '../../src/workers/local.ts';

/** What an agent's model says: always the same, one after another (the last again and again), or by the request. */
export type Part = ScriptedReply | readonly ScriptedReply[] | ScriptFunction;

/** Looks like no key, so that only who knows it can take it out of a message. */
export const secretKey = 'correct-horse-battery-staple';

/** An embedded server, a worker and a store in a folder of their own, and a model that plays parts. */
export interface LiveWorld {
  client: LocalClient;
  temporal: Client;
  model: ModelServer;
  stateDir: string;
  /** What each agent says from now on, by its name; others say `from NAME`. Forgets what was asked. */
  cast(parts?: Record<string, Part>): void;
  /** What an agent asked, in order. */
  askedBy(name: string): RecordedRequest[];
  /** Waits until the agents together have asked this often. */
  untilAsked(times: number): Promise<void>;
  close(): Promise<void>;
}

type WorldOptions = Pick<
  LocalOptions,
  'transforms' | 'tools' | 'mcp' | 'workflowsPath' | 'onQuestion'
> & {
  /** Says everything, in the place of a cast. */
  script?: ScriptFunction;
};

/**
 * Opens a world for a test file. Its providers speak an API each (`responses`, `chat`, `messages`),
 * and a call to any of them costs one dollar; nothing listens at `dead`.
 */
export async function openWorld(options: WorldOptions = {}): Promise<LiveWorld> {
  process.env['LIVE_WORLD_KEY'] = secretKey;
  process.env['DURABLE_AGENTS_SIMULATED_LATENCY'] = '0';
  return await openAll((closing) => open(options, closing));
}

async function open({ script, ...options }: WorldOptions, closing: Closing): Promise<LiveWorld> {
  const stateDir = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-live-')), (dir) =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  );
  const { model, cast } = await startCast(closing, script);
  const providers = await providersAt(model.url);
  const client = closing.add(await openLocal({ stateDir, providers, ...options }), (each) =>
    each.close(),
  );
  return {
    client,
    temporal: client.parts.temporal,
    model,
    stateDir,
    cast,
    askedBy: (name) => model.requests.filter((request) => agentOf(request) === name),
    untilAsked: (times) => until(() => model.requests.length >= times, `${times} requests`),
    close: () => closing.close(),
  };
}

async function startCast(closing: Closing, whole?: ScriptFunction) {
  let parts: Record<string, Part> = {};
  const before = new Map<string, number>();
  const script: ScriptFunction = async (request) => {
    const name = agentOf(request);
    const index = before.get(name) ?? 0;
    before.set(name, index + 1);
    return priced(await playPart(parts[name] ?? `from ${name}`, request, index));
  };
  const model = closing.add(await startModelServer({ script: whole ?? script }), (each) =>
    each.close(),
  );
  const cast = (next: Record<string, Part> = {}) => {
    parts = next;
    before.clear();
    model.requests.length = 0;
  };
  return { model, cast };
}

function playPart(part: Part, request: RecordedRequest, index: number) {
  if (typeof part === 'function') return part(request, index);
  if (!Array.isArray(part)) return part as ScriptedReply;
  return (part[Math.min(index, part.length - 1)] as ScriptedReply | undefined) ?? '';
}

/** Ten tokens in, five out, whatever is said. */
function priced(reply: ScriptedReply): ScriptedReply {
  const answer = typeof reply === 'string' ? { text: reply } : reply;
  return { usage: { inputTokens: 10, outputTokens: 5 }, ...answer };
}

/** The agent's name, from its system prompt. */
export function agentOf({ system }: RecordedRequest): string {
  return /You are ([^.:]+)[.:]/.exec(system)?.[1] ?? '';
}

async function providersAt(url: string): Promise<Record<string, ProviderInput>> {
  const common = {
    keyEnv: 'LIVE_WORLD_KEY',
    model: 'model-1',
    prices: { 'model-1': { input: 100_000, output: 0 } },
  };
  return {
    responses: { api: 'responses', baseURL: `${url}/v1`, ...common },
    chat: { api: 'chat', baseURL: `${url}/v1`, ...common },
    messages: { api: 'messages', baseURL: url, ...common },
    dead: { api: 'responses', baseURL: `http://127.0.0.1:${await freePort()}/v1`, ...common },
  };
}

/** A port at which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits for a claim to come true. */
export async function until(claim: () => boolean, what: string, limitMs = 10_000): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!claim()) {
    if (Date.now() > limit) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await sleep(10);
  }
}
