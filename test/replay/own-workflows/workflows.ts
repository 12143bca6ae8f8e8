// A user's own workflows, as they are written against the package: what they import has to stay, and
// runs of them that were started with an earlier version have to go on.
import type {
  AgentSpec,
  DebateSpec,
  ParallelSpec,
  PipelineSpec,
  SupervisorSpec,
} from 'durable-agents/client';
import {
  type Call,
  callsOf,
  type Closure,
  type OpenPipeline,
  runAgent,
  runDebate,
  runParallel,
  runPipeline,
  runSupervisor,
} from 'durable-agents/workflows';

export * from 'durable-agents/workflows';

export interface Report {
  question: string;
  analysts: ParallelSpec;
  writers: PipelineSpec;
}

/** A parallel, then a pipeline on its answers with closures as transforms. */
export async function ownReport({ question, analysts, writers }: Report) {
  const call = callsOf('report', { context: 'It is about AI.', user: 'reader' });
  const analyses = await runParallel(analysts, question, call);
  if (analyses.content === null) return analyses;
  const closures: Closure[] = [
    (text) => `Analyses:\n${text}\n\nQuestion: ${question}`,
    async (text) => `Shorten this.\n${text}`.repeat(40),
  ];
  const steps = writers.steps.map((stage, index) => ({
    ...stage,
    transform: closures[index] ?? stage.transform,
  }));
  const open: OpenPipeline = { ...writers, steps };
  return await runPipeline(open, analyses.content, call);
}

export interface Panel {
  agent: AgentSpec;
  analysts: ParallelSpec;
  supervisor: SupervisorSpec;
  debate: DebateSpec;
}

/** Steps and patterns one after another, and everything else that can be done with the calls. */
export async function ownPanel({ agent, analysts, supervisor, debate }: Panel) {
  const call: Call = callsOf('panel');
  const first = await call.step(agent, 'Begin.');
  const kept = await call.keep('What was said before. '.repeat(60), 'kept');
  const changed = await call.transform((text) => text.toUpperCase().repeat(2), kept, 'louder');
  const said = await call.read(changed.ok ? changed.value : kept);
  const second = await call.within(60_000).step(analysts, said, 'in-time');
  const third = await call.ask(agent, 'Is it so?', 'asked', (reply) =>
    reply === 'yes' ? { ok: true, value: true } : { ok: false, reason: 'say yes' },
  );
  const stopped = await call.stoppable(async (inside, stop) => {
    const both = [
      inside.step(agent, 'Go on.', 'stopped-1'),
      inside.step(agent, 'Go.', 'stopped-2'),
    ];
    stop({ type: 'Run.Cancelled', message: 'enough', retryable: false });
    return await Promise.all(both);
  });
  const last = await runAgent(agent, 'End.', call);
  const supervised = await runSupervisor(supervisor, 'Find it out.', call);
  const debated = await runDebate(debate, 'Should we?', call);
  const results = [first, second, third.result, ...stopped, last, supervised, debated];
  return results.map(({ name, success, error }) => `${name}: ${success ? 'ok' : error?.type}`);
}
