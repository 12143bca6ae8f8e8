import { factKeyForm, factValueForm } from '../../core/fact-change.ts';
import { causes, messageOf } from '../../core/failures.ts';
import { objectOf } from '../../core/form.ts';
import type { ToolCall } from '../../core/model-call.ts';
import { toldOutcome, type ToolOutcome } from '../../core/tools.ts';
import type { FactChange } from '../../core/user-context.ts';
import type { Host, Limit } from '../runtime/host.ts';
import { jsonOf } from '../runtime/read-reply.ts';
import { beginningOf } from '../../core/unicode.ts';

/** Whose memory a tool call changes, and for whom. */
export interface Rememberer {
  user: string;
  agentName: string;
  /** Workflow id of the outermost run. */
  run: string;
  /** Tells this tool call from all others, also when it is made again. */
  id: string;
  limit: Limit;
}

const readers = {
  remember: jsonOf(objectOf({ key: factKeyForm, value: factValueForm })),
  forget: jsonOf(objectOf({ key: factKeyForm })),
};

/**
 * Runs a call of a built-in tool. A mistake of the model's, a refused change and a context that does
 * not answer are told to the model; only a cancellation rejects.
 */
export async function runMemoryTool(
  host: Host,
  call: ToolCall,
  by: Rememberer,
): Promise<ToolOutcome> {
  const read = changeOf(call, by);
  if (!read.ok)
    return toldOutcome(`Nothing was changed. The arguments are wrong: ${read.reason}`, true);
  const { key } = read.change;
  try {
    const changed = await host.changeFact(by.user, read.change, by.limit);
    if (changed.state === 'refused')
      return toldOutcome(`Nothing was changed: ${changed.reason}.`, true);
    const done = read.change.change === 'set' ? 'Remembered' : 'Forgotten';
    return toldOutcome(`${done}: ${key}.`, false);
  } catch (error) {
    if (host.isCancellation(error)) throw error;
    return toldOutcome(`It is not certain that '${key}' was changed: ${reasonOf(error)}`, true);
  }
}

type Read = { ok: true; change: FactChange } | { ok: false; reason: string };

function changeOf(call: ToolCall, { agentName, run, id }: Rememberer): Read {
  const provenance = { id, setBy: beginningOf(agentName, 200), run };
  if (call.name === 'forget') {
    const read = readers.forget(call.arguments);
    if (!read.ok) return read;
    return { ok: true, change: { ...provenance, change: 'forget', key: read.value.key } };
  }
  const read = readers.remember(call.arguments);
  if (!read.ok) return read;
  return { ok: true, change: { ...provenance, change: 'set', ...read.value, merge: null } };
}

function reasonOf(error: unknown): string {
  return beginningOf(messageOf(causes(error).at(-1) ?? error), 500);
}
