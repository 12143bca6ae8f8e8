import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import { startTestEnvironment, type TestEnvironment } from '../../src/testing/index.ts';

const agent = (name: string, more: object = {}) => ({ kind: 'agent' as const, name, ...more });
const never = { provider: 'nobody', timeout: '1d' };
const twoHours = 7_200_000;

describe('with time skipping, a supervisor', () => {
  let world: TestEnvironment;
  const workers = { Alice: agent('Alice'), Bob: agent('Bob') };

  beforeAll(async () => {
    world = await startTestEnvironment({ silent: ['nobody'] });
  });
  afterAll(async () => {
    await world.close();
  });

  it.each([
    ['planningTimeout', { planner: agent('Chief', never) }, { endedBecause: 'planningFailed' }],
    ['synthesisTimeout', { synthesizer: agent('Author', never) }, { endedBecause: 'satisfied' }],
  ])('ends by its %s of two hours', async (field, config, expected) => {
    const started = Date.now();
    const spec = { kind: 'supervisor' as const, workers, [field]: '2h', ...config };
    const result = await world.client.run(spec, 'go');
    expect(Date.now() - started).toBeLessThan(3_000);
    expect(result).toMatchObject({
      success: false,
      error: { type: Failure.stepTimedOut },
      ...expected,
    });
    expect(result.totalDurationMs).toBeGreaterThan(twoHours - 1_000);
  });

  it('ends a worker by its workerTimeout of two hours, and answers from the others', async () => {
    const started = Date.now();
    const late = { ...workers, Bob: agent('Bob', never) };
    const spec = {
      kind: 'supervisor' as const,
      workers: late,
      workerTimeout: '2h',
      maxIterations: 1,
    };
    const result = await world.client.run(spec, 'go');
    expect(Date.now() - started).toBeLessThan(3_000);
    expect(result.success).toBe(true);
    expect(result.failedWorkers).toMatchObject([
      { workerName: 'Bob', error: { type: Failure.stepTimedOut } },
    ]);
    expect(result.successfulWorkers.map(({ workerName }) => workerName)).toContain('Alice');
  });

  it('as a debate has a roundTimeout of two hours, and keeps the positions that were given', async () => {
    const started = Date.now();
    const agents = [agent('Ann'), agent('Ben'), agent('Cem', never)];
    const spec = {
      kind: 'debate' as const,
      votes: 'separate' as const,
      agents,
      rounds: 1,
      roundTimeout: '2h',
      stopEarly: false,
    };
    const result = await world.client.run(spec, 'Should we?');
    expect(Date.now() - started).toBeLessThan(4_000);
    expect(result).toMatchObject({ success: true, roundsCompleted: 1 });
    expect(Object.keys(result.byAgent)).toEqual(['Ann', 'Ben']);
    expect(result.totalDurationMs).toBeGreaterThan(2 * twoHours - 2_000);
  });
});
