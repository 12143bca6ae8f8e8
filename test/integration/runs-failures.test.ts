import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Failure, type StepInput } from '../../src/client/index.ts';
import type { RunResult } from '../../src/client/results.ts';
import { type FailureCase, failureCases as cases } from '../support/failure-cases.ts';
import { type LiveWorld, openWorld, secretKey } from '../support/live-world.ts';
import { type EventJson, readRun } from '../support/run-history.ts';

interface Met {
  result: RunResult;
  elapsedMs: number;
  events: EventJson[];
}

let world: LiveWorld;
const met = {} as Record<keyof typeof cases, Promise<Met>>;

async function meet(name: string, { step }: FailureCase): Promise<Met> {
  const startedAt = Date.now();
  const result = await world.client.run<StepInput>(step, 'Go', { id: name });
  const elapsedMs = Date.now() - startedAt;
  return { result, elapsedMs, events: await readRun(world.temporal, name) };
}

beforeAll(async () => {
  world = await openWorld();
  const all = Object.entries(cases) as [keyof typeof cases, FailureCase][];
  world.cast(Object.fromEntries(all.flatMap(([name, { part }]) => (part ? [[name, part]] : []))));
  for (const [name, each] of all) {
    met[name] = meet(name, each);
    met[name].catch(() => undefined); // its test hears of it
  }
});
afterAll(() => world.close());

interface Ending {
  type: string;
  retryable: boolean;
  requests: number;
  elapsedMs: [least: number, most: number];
  message: RegExp;
}

it.each<[string, keyof typeof cases, Ending]>([
  [
    'a refused connection ends as Model.Unavailable after four attempts',
    'refused',
    {
      type: Failure.modelUnavailable,
      retryable: true,
      requests: 0,
      elapsedMs: [7_000, 11_000],
      message:
        /'refused'.*dead \(model-1\): nothing listens at 127\.0\.0\.1:\d+.*base URL.*4 attempts/,
    },
  ],
  [
    'a wrong key ends as Model.Rejected at once, and the message names its variable',
    'wrongKey',
    {
      type: Failure.modelRejected,
      retryable: false,
      requests: 1,
      elapsedMs: [0, 3_000],
      message: /'wrongKey'.*401: .*\[key removed\].*set LIVE_WORLD_KEY/,
    },
  ],
  [
    'a rate limit ends as Model.RateLimited after four attempts at the pace that was asked for',
    'limited',
    {
      type: Failure.modelRateLimited,
      retryable: true,
      requests: 4,
      elapsedMs: [900, 4_000],
      message: /'limited'.*429: slow down.*lower the concurrency.*4 attempts/,
    },
  ],
  [
    'a server error ends as Model.Unavailable after four attempts, 1, 2 and 4 s apart',
    'broken',
    {
      type: Failure.modelUnavailable,
      retryable: true,
      requests: 4,
      elapsedMs: [7_000, 11_000],
      message: /'broken'.*500: out of order.*4 attempts/,
    },
  ],
  [
    'a malformed body ends as Model.Unavailable after four attempts',
    'malformed',
    {
      type: Failure.modelUnavailable,
      retryable: true,
      requests: 4,
      elapsedMs: [7_000, 11_000],
      message: /'malformed'.*not JSON.*check the base URL http:.*4 attempts/,
    },
  ],
  [
    "a model that never answers ends as Model.TimedOut at its agent's timeout",
    'hangs',
    {
      type: Failure.modelTimedOut,
      retryable: true,
      requests: 1,
      elapsedMs: [1_500, 4_000],
      message: /'hangs'.*no reply within 1\.\d s.*raise the agent's timeout/,
    },
  ],
  [
    'a reply that stops half-way ends as Model.TimedOut too',
    'stalls',
    {
      type: Failure.modelTimedOut,
      retryable: true,
      requests: 1,
      elapsedMs: [1_500, 4_000],
      message: /'stalls'.*no reply within 1\.\d s/,
    },
  ],
])('%s', async (_, name, ending) => {
  const { result, elapsedMs } = await met[name];
  expect(result).toMatchObject({ success: false, content: null, totalCost: 0 });
  expect(result.error).toMatchObject({
    type: ending.type,
    retryable: ending.retryable,
    agentName: name,
  });
  expect(result.error?.message).toMatch(ending.message);
  expect(world.askedBy(name)).toHaveLength(ending.requests);
  expect(elapsedMs).toBeGreaterThanOrEqual(ending.elapsedMs[0]);
  expect(elapsedMs).toBeLessThan(ending.elapsedMs[1]);
});

it.each<[string, keyof typeof cases, { requests: number; content: string; leastMs: number }]>([
  [
    'a rate limit that says when',
    'limitedOnce',
    { requests: 2, content: 'at last', leastMs: 1_000 },
  ],
  ['two overloads', 'brokenTwice', { requests: 3, content: 'well again', leastMs: 3_000 }],
  ['a reply that was cut off', 'cut', { requests: 2, content: 'whole', leastMs: 1_000 }],
])('%s is waited out, and only the answer is paid for', async (_, name, { requests, ...end }) => {
  const { result, elapsedMs } = await met[name];
  expect(result).toMatchObject({ success: true, content: end.content, totalCost: 1 });
  expect(world.askedBy(name)).toHaveLength(requests);
  expect(elapsedMs).toBeGreaterThanOrEqual(end.leastMs);
  expect(elapsedMs).toBeLessThan(end.leastMs + 3_000);
});

it("under a parallel's shorter timeout ends as Step.TimedOut, and the others stay", async () => {
  const { result, elapsedMs } = await met.lateInParallel;
  expect(result).toMatchObject({
    success: true,
    allSuccess: false,
    results: [
      { success: false, error: { type: Failure.stepTimedOut, agentName: 'lateInParallel' } },
      { success: true, content: 'from quick' },
    ],
  });
  expect(elapsedMs).toBeLessThan(4_000);
});

it("under a pipeline's shorter timeout ends the run as Step.TimedOut", async () => {
  const { result, elapsedMs } = await met.lateInPipeline;
  expect(result.error).toMatchObject({ type: Failure.stepTimedOut, agentName: 'lateInPipeline' });
  expect(result.error?.message).toMatch(/1\.5 s, the timeout of 'pipeline'/);
  expect(elapsedMs).toBeLessThan(4_000);
});

it.each([
  ['hangs', 2_000],
  ['stalls', 2_000],
  ['lateInParallel', 1_500],
  ['lateInPipeline', 1_500],
] as const)(
  'the request of %s is closed at the provider when its time is up',
  async (name, limitMs) => {
    await met[name];
    const [request] = world.askedBy(name);
    expect(request?.endedBy).toBe('client');
    expect((request?.endedAt ?? Infinity) - (request?.at ?? 0)).toBeLessThan(limitMs + 500);
  },
);

it('no key is in a result, in a history or in the store', async () => {
  const all = await Promise.all(Object.values(met));
  expect(all).toHaveLength(Object.keys(cases).length);
  expect(JSON.stringify(all)).toContain('[key removed]');
  expect(JSON.stringify(all)).not.toContain(secretKey);
  const stored = ['', '-wal'].map((end) =>
    readFileSync(join(world.stateDir, `messages.db${end}`), 'latin1'),
  );
  expect(stored.join('')).toContain('at last');
  expect(stored.join('')).not.toContain(secretKey);
});
