import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { type LiveWorld, openWorld, until } from '../support/live-world.ts';

let world: LiveWorld;
let answer: () => void;

beforeAll(async () => {
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const script = async () => {
    await answered;
    return 'answered';
  };
  world = await openWorld({ script });
});
afterAll(() => world.close());

/** The whole scale: CALLS_IN_FLIGHT=1000. */
const calls = Number(process.env['CALLS_IN_FLIGHT'] ?? 200);

it(`${calls} calls are in flight on one worker`, async () => {
  const agents = Array.from({ length: 40 }, (_, index) => ({
    kind: 'agent' as const,
    name: `Patient ${index}`,
    provider: 'responses',
  }));
  const crowd: StepInput = { kind: 'parallel', agents, concurrency: 40 };
  const start = () => world.client.start(crowd, 'Wait');
  const runs = await Promise.all(Array.from({ length: calls / 40 }, start));
  await until(() => world.model.requests.length === calls, `${calls} calls`, 120_000);
  answer();
  const results = await Promise.all(runs.map((run) => run.result()));
  expect(results.filter(({ success }) => success)).toHaveLength(calls / 40);
  expect(world.model.requests).toHaveLength(calls);
}, 240_000);
