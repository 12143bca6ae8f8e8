import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentInput } from '../../src/core/kinds/agent/types.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import type { RunHandle } from '../../src/client/index.ts';
import type { LiveWorld, Part } from '../../test/support/live-world.ts';
import { typedPlan, typedTask } from '../../test/support/typed-plan.ts';
import { plan, review, task, verdicts } from '../record-histories/replies.ts';

/** A run, what its models say, and what somebody does meanwhile. */
interface Scene {
  step: StepInput;
  cast: Record<string, Part>;
  meanwhile?: (run: RunHandle, world: LiveWorld) => Promise<unknown>;
}

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  kind: 'agent',
  name,
  provider: 'responses',
  ...more,
});
const call = (name: string, args: object) => ({ name, arguments: args });
const slowly = { characters: 6, everyMs: 60 };

async function untilAsked(run: RunHandle, count: number): Promise<void> {
  while ((await run.questions()).length < count) await sleep(50);
}

/** A debater who says the same, and votes another way in each round. */
const debater =
  (name: string, options: readonly string[]): Part =>
  ({ outputSchema }) => {
    if (outputSchema === null) return `${name} speaks`;
    voted.set(name, (voted.get(name) ?? -1) + 1);
    const option = options[voted.get(name) ?? 0] ?? options.at(-1);
    return JSON.stringify({ option, why: `${name} has reasons`, confidence: 0.5, changed: false });
  };
const voted = new Map<string, number>();

const positions: Part = ({ outputSchema }) =>
  outputSchema === null ? 'Tea it is.' : '{"options":[{"position":"tea"},{"position":"coffee"}]}';

export const scenes: Record<string, Scene> = {
  agent: {
    step: agent('Ann', { tools: ['note', 'broken'] }),
    cast: {
      Ann: [
        { status: 429, error: 'slow down', headers: { 'retry-after': '1' } },
        { toolCalls: [call('note', { text: 'tea' }), call('broken', {})], text: 'I look.' },
        { text: '' },
        { text: 'Tea is better than coffee.', pace: slowly },
      ],
    },
  },
  fallback: {
    step: agent('Ann', { model: ['first', 'second'] }),
    cast: {
      Ann: ({ model }) =>
        model === 'first' ? { status: 400, error: 'no such model' } : 'from the second',
    },
  },
  pipeline: {
    step: {
      kind: 'pipeline',
      name: 'Nested',
      steps: [
        { kind: 'parallel', name: 'Both', agents: [agent('A'), agent('B')], concurrency: 1 },
        { step: agent('C'), transform: 'shout' },
        { step: agent('D'), transform: 'Think of {input}' },
        { step: agent('E'), transform: agent('F') },
      ],
    },
    cast: {},
  },
  parallel: {
    step: {
      kind: 'parallel',
      name: 'Three',
      agents: [agent('A'), agent('B'), agent('C')],
      quorum: 1,
    },
    cast: { B: { status: 400, error: 'I can not' }, C: { text: 'late', delayMs: 200 } },
  },
  debate: {
    step: {
      kind: 'debate',
      name: 'Tea',
      agents: [agent('Ann'), agent('Ben'), agent('Cy')],
      rounds: 2,
      consensus: 'unanimous',
    },
    cast: {
      Ann: debater('Ann', ['A', 'A']),
      Ben: debater('Ben', ['B', 'A']),
      Cy: debater('Cy', ['A', 'B', 'A']),
      Moderator: positions,
    },
  },
  supervisor: {
    step: {
      kind: 'supervisor',
      name: 'Office',
      workers: {
        A: agent('A'),
        B: agent('B'),
        Team: { kind: 'parallel', name: 'Team', agents: [agent('C'), agent('D')] },
      },
    },
    cast: {
      Planner: [
        plan(task('t1', 'A'), task('t2', 'B', ['t1'])),
        review(false),
        review(false),
        plan(task('t3', 'Team', ['t1'])),
        review(true),
      ],
      B: { status: 400, error: 'I can not' },
    },
  },
  verified: {
    step: {
      kind: 'supervisor',
      name: 'Office',
      workers: { A: agent('A'), B: agent('B') },
      verifier: agent('Checker'),
      maxIterations: 1,
    },
    cast: {
      Planner: JSON.stringify(
        typedPlan([
          typedTask('t1', 'A', 'Find it.', {
            outputFormat: 'A list',
            boundaries: 'No prices',
            effort: 'high',
          }),
          typedTask('t2', 'B', 'Weigh it.'),
        ]),
      ),
      Checker: [verdicts({ t1: false, t2: false }), verdicts({ t1: true, t2: false })],
    },
  },
  person: {
    step: {
      kind: 'pipeline',
      name: 'Reviewed',
      steps: [
        agent('Ann'),
        { kind: 'person', name: 'Ada', question: 'Ship {input}?', choices: ['yes', 'no'] },
        agent('Bo'),
      ],
    },
    cast: {},
    async meanwhile(run) {
      await untilAsked(run, 1);
      await run.answer('yes', { by: 'Ada' });
    },
  },
  approvals: {
    step: agent('Ann', { tools: ['note', 'long'], approve: ['note', 'long'] }),
    cast: {
      Ann: [
        { text: 'I do.', toolCalls: [call('note', { text: 'a' }), call('long', { bytes: 20 })] },
        'done',
      ],
    },
    async meanwhile(run) {
      await untilAsked(run, 2);
      await run.approve({ question: 'approvals#1.0', by: 'Ada' });
      await run.deny({ question: 'approvals#1.1', reason: 'not today' });
    },
  },
  cancelled: {
    step: {
      kind: 'parallel',
      name: 'Cut off',
      agents: [agent('A'), agent('B', { tools: ['note'] }), { kind: 'person', name: 'Ada' }],
    },
    cast: { B: { text: 'never', delayMs: 60_000 } },
    async meanwhile(run, world) {
      await world.untilAsked(2);
      await untilAsked(run, 1);
      await sleep(200);
      await run.cancel();
    },
  },
};
