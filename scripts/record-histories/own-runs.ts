import { fileURLToPath } from 'node:url';
import type { AgentSpec } from '../../src/core/kinds/agent/types.ts';
import type { DebateSpec } from '../../src/core/kinds/debate/types.ts';
import type { ParallelSpec } from '../../src/core/kinds/parallel/types.ts';
import type { PipelineSpec } from '../../src/core/kinds/pipeline/types.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import type { SupervisorSpec } from '../../src/core/kinds/supervisor/types.ts';
import type { LiveWorld } from '../../test/support/live-world.ts';
import type { ownPanel, ownReport } from '../../test/replay/own-workflows/workflows.ts';
import { type Scenario, writeRun } from './recorder.ts';
import { plan, review, task, votes } from './replies.ts';

/** The module of the own workflows. */
export const workflowsPath = fileURLToPath(
  new URL('../../test/replay/own-workflows/workflows.ts', import.meta.url),
);

/** Workflows of a user around the patterns. */
export const ownRuns: Record<string, Scenario> = {
  'own-report': report,
  'own-panel': panel,
};

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'responses' });
const analysts = { kind: 'parallel' as const, agents: [agent('Ann'), agent('Ben')] };

async function report(world: LiveWorld, name: string): Promise<void> {
  world.cast({ Writer: 'A long report. '.repeat(100) });
  const steps = [
    agent('Writer'),
    agent('Editor'),
    { step: agent('Translator'), transform: 'Translate:\n{input}' },
  ];
  const { temporal, queue } = world.client.parts;
  const result = await temporal.workflow.execute<typeof ownReport>('ownReport', {
    taskQueue: queue,
    workflowId: name,
    args: [
      {
        question: 'Is it worth it?',
        // `prepare` fills in what the specs leave open.
        analysts: world.client.prepare(analysts) as ParallelSpec,
        writers: world.client.prepare({ kind: 'pipeline', steps }) as PipelineSpec,
      },
    ],
  });
  if (!result.success) throw new Error(`${name}: ${result.error?.message}`);
  await writeRun(world, name);
}

async function panel(world: LiveWorld, name: string): Promise<void> {
  world.cast({
    Ann: votes('A', 'no'),
    Ben: votes('B', 'yes'),
    Host: ['Welcome.', 'no', 'yes', 'Goodbye.'],
    Planner: [plan(task('t1', 'Ann'), task('t2', 'Ben', ['t1'])), review(false), review(true)],
    Moderator: ['{"options":[{"position":"yes"},{"position":"no"}]}', 'They disagree.'],
  });
  const agents = [agent('Ann'), agent('Ben')];
  const workers = { Ann: agents[0] as StepInput, Ben: agents[1] as StepInput };
  const { temporal, queue } = world.client.parts;
  const ended = await temporal.workflow.execute<typeof ownPanel>('ownPanel', {
    taskQueue: queue,
    workflowId: name,
    args: [
      {
        agent: world.client.prepare(agent('Host')) as AgentSpec,
        analysts: world.client.prepare(analysts) as ParallelSpec,
        supervisor: world.client.prepare({ kind: 'supervisor', workers }) as SupervisorSpec,
        debate: world.client.prepare({
          kind: 'debate',
          votes: 'separate',
          agents,
          rounds: 1,
        }) as DebateSpec,
      },
    ],
  });
  console.log(ended.join(', '));
  await writeRun(world, name);
}
