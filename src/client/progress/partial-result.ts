import { agentResult } from '../../core/kinds/agent/result.ts';
import { nothingDone, recordOf } from '../../core/kinds/agent/record.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import { isKind, kindOf } from '../../core/kinds/registry.ts';
import { failedResult, innerResults, unreadResult } from '../../core/kinds/results.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { asAgent, asksSteps } from '../../core/kinds/walk.ts';
import { spendingOfReply } from '../../core/reply.ts';
import { spendingOf, type StepError, withDuration, withSpending } from '../../core/results.ts';
import { joinPath, pathInside } from '../../core/step-path.ts';
import { summaryStep } from '../../core/thread-window.ts';
import { addSpending, type Spending } from '../../core/usage.ts';
import { isModelReply, workByPath, type Workflows } from './assemble.ts';
import { contentOf, stepProgress, type StepWork } from './step-progress.ts';
import type { WorkflowProgress } from './workflow-progress.ts';

/** What the histories of a run that has ended tell, and why it ended. */
interface RunHistory {
  root: string;
  workflows: Workflows;
  work: Map<string, StepWork>;
  /** For the steps that were not done. */
  error: StepError;
}

/** A failed result with the parts of the run that were finished, by what its histories tell. */
export function partialResult(root: string, workflows: Workflows, error: StepError): StepResult {
  const run = workflows.get(root);
  const history = { root, workflows, work: workByPath(root, workflows), error };
  const spec = run?.spec ?? null;
  const result = spec === null ? unread(run?.kind ?? '', history) : resultOf(spec, '', history);
  return { ...result, success: false, content: null, error };
}

/** The result of a run whose spec was refused. */
function unread(kind: string, { root, error }: RunHistory): StepResult {
  const identity = { name: kind, id: root, startedAt: Date.now() };
  return unreadResult(isKind(kind) ? kind : 'agent', identity, error);
}

/** The result of a step at a path of the run; a child run that has left its own gives that. */
function resultOf(step: Step, path: string, history: RunHistory): StepResult {
  const id = joinPath(history.root, path);
  const workflow = history.workflows.get(id);
  if (path !== '' && workflow?.result) return workflow.result;
  const agent = asAgent(step);
  if (agent !== null)
    return withSpending(resultOfAgent(agent, path, history), spentBeside(agent, path, history));
  const error = { ...history.error, agentName: step.name };
  const failed = failedResult(step, identityOf(step, id), error);
  const finished = kindOf(step).finished?.(step, {
    resultOf: (inner, element) => resultOf(inner, joinPath(path, element), history),
    wasStarted: (element) => wasStarted(joinPath(path, element), history),
    inputOf: (element) => inputOf(joinPath(path, element), history),
  });
  const result =
    finished === undefined
      ? withSpending(failed, spentBelow(path, history))
      : withTotals(Object.assign(failed, finished));
  return withDuration(result, durationOf(path, workflow, history));
}

/** What a pattern that makes up its steps as it goes has spent: no parts, but all below its path. */
function spentBelow(path: string, { work }: RunHistory) {
  const below = [...work].filter(([at]) => pathInside(at, path) !== null);
  return addSpending(below.flatMap(([at, each]) => spentOn(at, each)));
}

function spentOn(path: string, work: StepWork | undefined): Spending[] {
  const replies = (work?.calls ?? []).map(({ reply }) => reply).filter(isModelReply);
  return replies.map((reply) => spendingOfReply(reply, path));
}

/** With what its parts have spent. */
function withTotals(result: StepResult): StepResult {
  return innerResults(result).reduce((sum, part) => withSpending(sum, spendingOf(part)), result);
}

/** The time its workflow took; of a pattern that ran inside another one's, from its first call to its last. */
function durationOf(
  path: string,
  workflow: WorkflowProgress | undefined,
  { work }: RunHistory,
): number {
  if (workflow !== undefined) return (workflow.closedAt ?? Date.now()) - workflow.startedAt;
  const below = [...work].filter(([at]) => pathInside(at, path) !== null);
  const calls = below.flatMap(([, each]) => each.calls);
  if (calls.length === 0) return 0;
  const from = Math.min(...calls.map(({ startedAt }) => startedAt));
  return Math.max(...calls.map(({ startedAt, endedAt }) => endedAt ?? startedAt)) - from;
}

function resultOfAgent(spec: AgentSpec, path: string, history: RunHistory): StepResult {
  const identity = identityOf(spec, joinPath(history.root, path));
  const work = history.work.get(path);
  if (work === undefined) {
    const error = { ...history.error, agentName: spec.name };
    return withDuration(agentResult(spec, identity, nothingDone, error), 0);
  }
  const replies = work.calls.map(({ reply }) => reply).filter(isModelReply);
  const record = recordOf(replies, path);
  const { state, error, durationMs } = stepProgress(path, work, Date.now());
  const mayBeRefused = (spec.checks ?? []).some(({ when }) => when === 'output');
  if (state !== 'done' || mayBeRefused) {
    const failed = agentResult(spec, identity, record, error ?? history.error);
    return withDuration(failed, durationMs ?? 0);
  }
  const last = replies.at(-1);
  const content = last === undefined ? null : contentOf(last);
  const output = spec.output === null ? null : content;
  const done = withDuration(agentResult(spec, identity, record), durationMs ?? 0);
  return { ...done, content, output };
}

/** What an agent has spent besides its own calls: on its thread's summary, its checks, and steps that it asked. */
function spentBeside(agent: AgentSpec, path: string, history: RunHistory) {
  const hasBelow = (agent.checks ?? []).length > 0 || asksSteps(agent);
  return hasBelow ? spentBelow(path, history) : summarySpent(path, history);
}

/** What an agent has spent on the summary of its thread. */
function summarySpent(path: string, { work }: RunHistory) {
  const at = joinPath(path, summaryStep);
  return addSpending(spentOn(at, work.get(at)));
}

function wasStarted(path: string, { root, work, workflows }: RunHistory): boolean {
  if (work.has(path) || workflows.has(joinPath(root, path))) return true;
  return [...work.keys()].some((at) => pathInside(at, path) !== null);
}

/** What a step was given; of a pattern that ran inside another one's run, what its first call was. */
function inputOf(path: string, { root, work, workflows }: RunHistory) {
  const own = work.get(path)?.calls[0]?.input ?? workflows.get(joinPath(root, path))?.input?.input;
  if (own !== undefined) return own;
  const below = [...work].filter(([at]) => pathInside(at, path) !== null);
  return below[0]?.[1].calls[0]?.input ?? null;
}

function identityOf(step: Step, id: string) {
  return { name: step.name, id, startedAt: Date.now() };
}
