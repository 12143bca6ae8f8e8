import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Failure } from '../../src/client/index.ts';
import type { StepInput, RunResult } from '../../src/core/kinds/step.ts';
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

/** Milliseconds between the requests of an agent. */
function pausesOf(name: string): number[] {
  const times = world.askedBy(name).map(({ at }) => at);
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
}

async function meet(name: string, { step }: FailureCase): Promise<Met> {
  const startedAt = Date.now();
  const result = await world.client.run<StepInput>(step, 'Go', { id: name });
  const elapsedMs = Date.now() - startedAt;
  return { result, elapsedMs, events: await readRun(world.temporal, name) };
}

beforeAll(async () => {
  world = await openWorld();
  await world.client.run(cases.broken.step, 'Go'); // the first run of a process takes longer
  const all = Object.entries(cases) as [keyof typeof cases, FailureCase][];
  world.cast(Object.fromEntries(all.flatMap(([name, { part }]) => (part ? [[name, part]] : []))));
  const [timed, others] = [true, false].map((isTimed) =>
    all.filter(([, each]) => (each.timed ?? false) === isTimed),
  );
  for (const wave of [timed ?? [], others ?? []]) {
    for (const [name, each] of wave) met[name] = meet(name, each);
    await Promise.all(wave.map(([name]) => met[name]));
  }
});
afterAll(() => world.close());

interface Ending {
  type: string;
  retryable: boolean;
  requests: number;
  /** Between its requests. */
  pausesMs: number[];
  withinMs: [least: number, most: number];
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
      pausesMs: [],
      withinMs: [7_000, 20_000],
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
      pausesMs: [],
      withinMs: [0, 10_000],
      message: /'wrongKey'.*401: .*\[key removed\].*set LIVE_WORLD_KEY/,
    },
  ],
  [
    'a rate limit ends as Model.RateLimited after four attempts',
    'limited',
    {
      type: Failure.modelRateLimited,
      retryable: true,
      requests: 4,
      pausesMs: [300, 300, 300],
      withinMs: [900, 15_000],
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
      pausesMs: [1_000, 2_000, 4_000],
      withinMs: [7_000, 20_000],
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
      pausesMs: [1_000, 2_000, 4_000],
      withinMs: [7_000, 20_000],
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
      pausesMs: [],
      withinMs: [1_500, 7_000],
      message:
        /'hangs'.*(no reply within \d\.\d s.*raise the agent's|not finish within 2\.0 s.*raise it)/,
    },
  ],
  [
    'a reply that stops half-way ends as Model.TimedOut too',
    'stalls',
    {
      type: Failure.modelTimedOut,
      retryable: true,
      requests: 1,
      pausesMs: [],
      withinMs: [1_500, 7_000],
      message: /'stalls'.*(no reply|not finish) within \d\.\d s/,
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
  const [least, most] = ending.withinMs;
  expect(elapsedMs).toBeGreaterThanOrEqual(least);
  expect(elapsedMs).toBeLessThan(most);
  const early = pausesOf(name).filter((ms, pause) => ms < (ending.pausesMs[pause] ?? 0) - 20);
  expect(early).toEqual([]);
});

it('the pause that a provider asks for stands instead of the longer one of ours', async () => {
  await met.limited;
  expect(pausesOf('limited')[2]).toBeLessThan(3_900);
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
  expect(elapsedMs).toBeLessThan(end.leastMs + 10_000);
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
  expect(elapsedMs).toBeLessThan(7_000);
});

it("under a pipeline's shorter timeout ends the run as Step.TimedOut", async () => {
  const { result, elapsedMs } = await met.lateInPipeline;
  expect(result.error).toMatchObject({ type: Failure.stepTimedOut, agentName: 'lateInPipeline' });
  expect(result.error?.message).toMatch(/2\.5 s, the timeout of 'pipeline'/);
  expect(elapsedMs).toBeLessThan(7_000);
});

it.each([
  ['hangs', 2_000],
  ['stalls', 2_000],
  ['lateInParallel', 2_500],
  ['lateInPipeline', 2_500],
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
