import type { StepInput } from '../../src/core/kinds/step.ts';
import { type LiveWorld, type Part, until } from '../../test/support/live-world.ts';
import { expectRun, type Scenario, writeRun } from './recorder.ts';
import { plan, task } from './replies.ts';
import { begun } from './tools.ts';

const agent = (name: string, more: object = {}) => ({
  kind: 'agent' as const,
  name,
  provider: 'responses',
  ...more,
});
const parallel = (agents: StepInput[], more: object = {}) => ({
  kind: 'parallel' as const,
  agents,
  ...more,
});
const hang = { hang: true } as const;
const refuses = { status: 400, error: 'I can not' };

/** An agent that answers and one that never does, as a child run. */
const chain = {
  kind: 'pipeline' as const,
  name: 'Chain',
  steps: [agent('First'), agent('Second')],
};
const pair = { A: agent('A'), B: agent('B') };

interface Early {
  step: StepInput;
  parts: Record<string, Part>;
  /** Model calls that have begun when the run is cancelled; never where it is left out. */
  cancelAfter?: number;
  error?: Parameters<typeof expectRun>[2];
}

/** Runs of which a part does not come to its end. */
export const endedEarly: Record<string, Scenario> = {
  'fail-fast': early({
    step: parallel([agent('Good'), agent('Bad'), agent('Slow'), chain, agent('Late')], {
      failFast: true,
      quorum: 2,
      concurrency: 3,
    }),
    parts: { Bad: { ...refuses, delayMs: 1_000 }, Slow: hang, Second: hang },
    error: 'tooFewSucceeded',
  }),
  cancelled: early({
    step: parallel([agent('Good'), agent('Slow'), chain, agent('User', { tools: ['endless'] })]),
    parts: {
      Slow: hang,
      Second: hang,
      User: { toolCalls: [{ name: 'endless', arguments: {} }] },
    },
    cancelAfter: 5,
    error: 'runCancelled',
  }),
  'cancelled-supervisor': early({
    step: { kind: 'supervisor', workers: pair },
    parts: { Planner: plan(task('t1', 'A'), task('t2', 'B')), B: hang },
    cancelAfter: 3,
    error: 'runCancelled',
  }),
  'cancelled-debate': early({
    step: { kind: 'debate', votes: 'separate', agents: Object.values(pair) },
    parts: { B: hang },
    cancelAfter: 2,
    error: 'runCancelled',
  }),
  late: early({
    step: parallel([
      agent('Late', { timeout: '1s' }),
      agent('Sibling'),
      parallel([agent('Later'), agent('Inner sibling')], { name: 'Late team', timeout: '1s' }),
      agent('Next'),
    ]),
    parts: { Late: hang, Later: hang, Sibling: { text: 'at last', delayMs: 2_000 } },
  }),
  quorum: early({
    step: parallel([agent('Good'), agent('Bad'), agent('Fine')], { quorum: 2 }),
    parts: { Bad: refuses },
  }),
  'quorum-missed': early({
    step: parallel([agent('Good'), agent('Bad'), agent('Unusable')], { quorum: 2 }),
    parts: { Bad: refuses, Unusable: '' },
    error: 'tooFewSucceeded',
  }),
};

function early({ step, parts, cancelAfter, error = null }: Early): Scenario {
  return async (world, name) => {
    world.cast(parts);
    begun.endless = 0;
    const handle = await world.client.start(step, 'Go', { id: name });
    if (cancelAfter !== undefined) {
      await untilBegun(world, cancelAfter, JSON.stringify(step).includes('endless') ? 1 : 0);
      await handle.cancel();
    }
    expectRun(name, await handle.result(), error);
    await writeRun(world, name);
  };
}

/** Until the calls have begun and what can end has ended in the history as well. */
async function untilBegun(world: LiveWorld, calls: number, toolCalls: number): Promise<void> {
  await world.untilAsked(calls);
  await until(() => begun.endless >= toolCalls, 'a tool call');
  await new Promise((resolve) => setTimeout(resolve, 300));
}
