import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/client/index.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { type LiveWorld, openWorld, until } from '../support/live-world.ts';
import { typedPlan, typedTask } from '../support/typed-plan.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'responses' });
const hang = { hang: true } as const;

const plan = JSON.stringify(
  typedPlan([typedTask('t1', 'A', 'work'), typedTask('t2', 'B', 'work')]),
);
const team = { A: agent('A'), B: agent('B') };

const cases: [string, StepInput, number][] = [
  ['supervisor', { kind: 'supervisor', workers: team }, 1],
  ['debate', { kind: 'debate', agents: Object.values(team) }, 0],
  [
    'supervisor below a supervisor',
    { kind: 'supervisor', workers: { A: agent('C'), B: { kind: 'supervisor', workers: team } } },
    2,
  ],
];

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld({});
});
afterAll(() => world.close());

describe('cancelling', () => {
  it.each(cases)('a %s closes its requests within a second', async (_, spec, answered) => {
    world.cast({ Planner: plan, A: hang, B: hang, C: hang });
    const handle = await world.client.start(spec, 'Go');
    const asked = () => world.model.requests.filter(({ endedBy }) => endedBy === null).length;
    const open = answered === 2 ? 3 : 2;
    await until(() => asked() === open, `${open} open requests`);
    const cancelledAt = Date.now();
    await handle.cancel();
    const result = await handle.result();
    const waiting = world.model.requests.filter(({ endedBy }) => endedBy !== 'reply');
    for (const { endedBy, endedAt } of waiting) {
      expect(endedBy).toBe('client');
      expect((endedAt ?? Infinity) - cancelledAt).toBeLessThan(1_000);
    }
    expect(result).toMatchObject({ success: false, error: { type: Failure.runCancelled } });
    expect(result.usage.calls).toBe(answered);
    const { status } = await world.temporal.workflow.getHandle(handle.id).describe();
    expect(status.name).toBe('CANCELLED');
  });
});
