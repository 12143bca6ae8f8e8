import type { Text } from '../../core/content.ts';
import type { EventBody } from '../../core/events.ts';
import { failedResult } from '../../core/kinds/results.ts';
import type { AgentResult } from '../../core/kinds/agent/types.ts';
import type { Step } from '../../core/kinds/step.ts';
import { stepEndOf } from '../../core/run-events.ts';
import type { AgentLoop, AgentTask } from './agent-task.ts';
import type { RunContext } from './run-context.ts';
import type { TypedReply } from './step-context.ts';
import { startBlocker } from './step-errors.ts';
import { pathInRun, type StepScope } from './step-scope.ts';

/** Has an agent do its task as a step of this run, of which is told when it begins and ends. */
export async function askAgent<T>(
  agentLoop: AgentLoop,
  run: RunContext,
  scope: StepScope,
  task: AgentTask<T>,
): Promise<TypedReply<T>> {
  const blocker = startBlocker(scope);
  const path = pathInRun(scope, run);
  run.host.tell(path, startOf(run, scope, task.spec));
  const asked =
    blocker === undefined
      ? await agentLoop(task, run, scope)
      : { result: failedResult(task.spec, scope.identity, blocker) as AgentResult, value: null };
  run.host.ended(asked.result, scope.path);
  stepEnds(run, path, stepEndOf(asked.result, rewrittenIn(asked.result)));
  return asked;
}

/** What was told of its last turn is its content, but where a check has put another one in its place. */
function rewrittenIn({ checks = [], content }: AgentResult): Text | null {
  const isRewritten = checks.some((each) => each.when === 'output' && each.decision === 'rewrite');
  return isRewritten ? content : null;
}

/** While nothing but people is waited for, no call comes that it could ride in. */
export function stepEnds({ host, waited }: RunContext, path: string, ended: EventBody<Text>): void {
  host.tell(path, ended);
  if (waited.isOnlyWaiting) host.flushBeside();
}

export function startOf(
  { host }: RunContext,
  { path }: StepScope,
  { kind }: Step,
): EventBody<Text> {
  return { type: 'step.started', kind, title: host.titleOf(path) };
}
