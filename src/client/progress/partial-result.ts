import { agentResult, failedResult, spendingOf, withSpending } from '../../core/make-results.ts';
import { spendingOfReply } from '../../core/reply.ts';
import { asEntry, type StepError, type StepResult } from '../../core/results.ts';
import type { AgentSpec } from '../../core/kinds/agent/schema.ts';
import type { PipelineSpec, Stage } from '../../core/kinds/pipeline/schema.ts';
import type { Step } from '../../core/kinds/step-schema.ts';
import { summaryStep } from '../../core/thread-window.ts';
import { addSpending, nothingSpent } from '../../core/usage.ts';
import { nothingDone, recordOf } from '../../core/kinds/agent/record.ts';
import { isModelReply, specOf, type StepWork, workByPath, type Workflows } from './assemble.ts';
import { contentOf, stepProgress } from './step-progress.ts';
import { inside } from './step-tree.ts';
import type { WorkflowProgress } from './workflow-progress.ts';

/** What the histories of a run that has ended tell, and why it ended. */
interface Remains {
  root: string;
  workflows: Workflows;
  work: Map<string, StepWork>;
  /** For the steps that were not done. */
  error: StepError;
}

/** A failed result with the parts of the run that were finished, by what its histories tell. */
export function partialResult(root: string, workflows: Workflows, error: StepError): StepResult {
  const run = workflows.get(root);
  const remains = { root, workflows, work: workByPath(root, workflows), error };
  const spec = run === undefined ? null : specOf(run);
  const result = resultOf(spec ?? unreadable(run?.kind ?? 'agent'), '', remains);
  return { ...result, success: false, content: null, error };
}

/** As much of a spec as the result of a run needs whose spec was refused. */
function unreadable(kind: string): Step {
  return { kind, name: kind, output: null, agents: [], steps: [] } as unknown as Step;
}

/** The result of a step at a path of the run; a child run that has left its own gives that. */
function resultOf(step: Step, path: string, remains: Remains): StepResult {
  const id = inside(remains.root, path);
  const workflow = remains.workflows.get(id);
  if (path !== '' && workflow?.result) return workflow.result;
  const error = { ...remains.error, agentName: step.name };
  switch (step.kind) {
    case 'agent':
      return withSpending(resultOfAgent(step, path, remains), summarySpent(path, remains));
    case 'parallel': {
      const results = step.agents.map((agent) =>
        asEntry(resultOf(agent, inside(path, agent.name), remains)),
      );
      const failed = failedResult(step, madeOf(step, id), error);
      return summed({ ...failed, results } as StepResult, results, workflow);
    }
    case 'supervisor':
    case 'debate':
      return dynamicResult(failedResult(step, madeOf(step, id), error), path, remains);
    case 'pipeline': {
      const steps = stagesOf(step, path, remains);
      const failed = failedResult(step, madeOf(step, id), error);
      return summed({ ...failed, steps } as StepResult, steps, workflow);
    }
  }
}

/** A pattern that makes up its steps as it goes: no parts, but all that was spent below its path. */
function dynamicResult(failed: StepResult, path: string, remains: Remains): StepResult {
  const below = [...remains.work].filter(([at]) => path === '' || at.startsWith(`${path}/`));
  const replies = below.flatMap(([, { calls }]) => calls.map(({ reply }) => reply));
  const spent = addSpending(replies.filter(isModelReply).map(spendingOfReply));
  const workflow = remains.workflows.get(inside(remains.root, path));
  return summed(withSpending(failed, spent), [], workflow);
}

function resultOfAgent(spec: AgentSpec, path: string, remains: Remains): StepResult {
  const made = madeOf(spec, inside(remains.root, path));
  const work = remains.work.get(path);
  if (work === undefined) {
    const error = { ...remains.error, agentName: spec.name };
    return timed(agentResult(spec, made, nothingDone, error), 0);
  }
  const replies = work.calls.map(({ reply }) => reply).filter(isModelReply);
  const record = recordOf(replies);
  const { state, error, durationMs } = stepProgress(path, work, Date.now());
  if (state !== 'done') {
    return timed(agentResult(spec, made, record, error ?? remains.error), durationMs ?? 0);
  }
  const last = replies.at(-1);
  const content = last === undefined ? null : contentOf(last);
  const output = spec.output === null ? null : content;
  return { ...timed(agentResult(spec, made, record), durationMs ?? 0), content, output };
}

/** What an agent has spent on the summary of its thread. */
function summarySpent(path: string, { work }: Remains) {
  const calls = work.get(inside(path, summaryStep))?.calls ?? [];
  return addSpending(
    calls.flatMap(({ reply }) => (isModelReply(reply) ? [spendingOfReply(reply)] : [])),
  );
}

/** The stages of a pipeline that were started. */
function stagesOf(spec: PipelineSpec, path: string, remains: Remains) {
  const stages = spec.steps.map((stage, index) => {
    const own = inside(path, `${index + 1}-${stage.step.name}`);
    return { stage, own };
  });
  return stages
    .filter(({ own }) => wasStarted(own, remains) || wasStarted(`${own}-transform`, remains))
    .map(({ stage, own }) => {
      const result = withSpending(
        resultOf(stage.step, own, remains),
        transformSpent(stage, own, remains),
      );
      return { ...asEntry(result), input: inputOf(own, remains) };
    });
}

function wasStarted(path: string, { root, work, workflows }: Remains): boolean {
  return work.has(path) || workflows.has(inside(root, path));
}

function transformSpent({ transform }: Stage, path: string, remains: Remains) {
  if (typeof transform !== 'object' || transform === null) return nothingSpent;
  return spendingOf(resultOf(transform, `${path}-transform`, remains));
}

function inputOf(path: string, { root, work, workflows }: Remains) {
  const call = work.get(path)?.calls[0];
  return call?.input ?? workflows.get(inside(root, path))?.input?.input ?? null;
}

function madeOf(step: Step, id: string) {
  return { name: step.name, id, startedAt: Date.now() };
}

function timed<R extends StepResult>(result: R, ms: number): R {
  const entry = result.kind === 'agent' ? { durationMs: ms } : {};
  return { ...result, ...entry, totalDurationMs: ms };
}

/** The result with what its parts have spent and the time that its workflow took. */
function summed(
  result: StepResult,
  parts: readonly StepResult[],
  workflow: WorkflowProgress | undefined,
): StepResult {
  const total = parts.reduce((sum, part) => withSpending(sum, spendingOf(part)), result);
  const ms = workflow === undefined ? 0 : (workflow.closedAt ?? Date.now()) - workflow.startedAt;
  return timed(total, ms);
}
