import { isLong, type Text } from '../../core/content.ts';
import { toolEventId, toolEventKey, type ToolOutcome, type ToolRun } from '../../core/tools.ts';
import type { RunContext } from '../runtime/run-context.ts';
import { pathInRun, type StepScope } from '../runtime/step-scope.ts';
import type { AskedTool } from './asking-turn.ts';

type ToldOutcome = Pick<ToolOutcome, 'content' | 'failed'> & { text?: Text };

/** Of a call that no activity carries out. */
export function tellHere(
  run: RunContext,
  scope: StepScope,
  asked: AskedTool,
  outcome: ToolOutcome,
): void {
  tellCalled(run, scope, asked);
  tellEnd(run, scope, asked, outcome);
}

/** Of a call that no activity carries out: that it has begun. */
export function tellCalled(run: RunContext, scope: StepScope, asked: AskedTool): void {
  const call = toolRun(run, scope, asked);
  const { name, arguments: args } = asked.call;
  const called = { type: 'tool.called', id: toolEventId(call), name, args } as const;
  run.host.tell(pathInRun(scope, run), called, toolEventKey(call, 'called'));
}

/** Tells of the end of a call that no activity tells of. */
export function tellEnd(
  run: RunContext,
  scope: StepScope,
  asked: AskedTool,
  outcome: ToldOutcome,
): void {
  const call = toolRun(run, scope, asked);
  const { content, failed, text } = outcome;
  const end = failed
    ? { result: null, error: content ?? '' }
    : { result: text ?? content, error: null };
  const about = { id: toolEventId(call), name: asked.call.name };
  const key = toolEventKey(call, 'ended');
  run.host.tell(pathInRun(scope, run), { type: 'tool.ended', ...about, ...end }, key);
}

export function toolRun(run: RunContext, { path, identity }: StepScope, asked: AskedTool): ToolRun {
  const { number, index, message, rewritten } = asked;
  const call = isLong(asked.call.arguments) ? { ...asked.call, arguments: null } : asked.call;
  const key = { execution: run.execution, step: path, number };
  const written = rewritten === undefined ? {} : { rewritten };
  return { key, message, index, call, ...written, owner: run.owner, agentName: identity.name };
}
