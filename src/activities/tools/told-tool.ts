import { referTo } from '../../core/content.ts';
import { pathOfCall } from '../../core/model-call.ts';
import { toolEventId, toolEventKey, type ToolOutcome, type ToolRun } from '../../core/tools.ts';
import type { Store } from '../store/open-store.ts';

/**
 * Tells followers of a tool call, and what came of it. What it failed with is told by the workflow,
 * which knows whether it is tried again.
 */
export async function toldTool(
  store: Store,
  run: ToolRun,
  carryOut: () => Promise<ToolOutcome>,
): Promise<ToolOutcome> {
  const { log } = store.events;
  const { owner, call, tell = [] } = run;
  const written = call.arguments ?? (await storedArguments(store, run));
  const path = pathOfCall(run);
  const about = { path, id: toolEventId(run), name: call.name };
  const called = { type: 'tool.called', key: toolEventKey(run, 'called'), args: written } as const;
  log.tell(owner.run, [...tell, { ...about, ...called }]);
  const outcome = await carryOut();
  const ended = { type: 'tool.ended', key: toolEventKey(run, 'ended') } as const;
  // What could not be written now waits there: the tool's result does not.
  await log.write(owner.run, [{ ...about, ...ended, ...endOf(outcome) }]).catch(() => undefined);
  return outcome;
}

/** Events of one call's progress at most. */
const progressAtMost = 100;

/** Tells followers how far an attempt of a tool call is, each time that it is called. */
export function progressTeller({ events }: Store, run: ToolRun, attempt: number) {
  const about = { path: pathOfCall(run), id: toolEventId(run), name: run.call.name };
  let told = 0;
  return (message: string): void => {
    told += 1;
    if (told > progressAtMost) return;
    const key = `${toolEventKey(run, 'called')}/progress/${attempt}.${told}`;
    events.log.tell(run.owner.run, [{ ...about, type: 'tool.progress', key, message }]);
  };
}

function endOf({ message, content, bytes, failed }: ToolOutcome) {
  const text = message === '' ? (content ?? '') : referTo(message, bytes);
  return failed ? { result: null, error: content ?? '' } : { result: text, error: null };
}

async function storedArguments({ messages }: Store, { message, index }: ToolRun): Promise<string> {
  const turn = await messages.findTurn(message).catch(() => null);
  return turn?.toolCalls[index]?.arguments ?? '';
}
