import type { Text } from './content.ts';
import type { SeenThread } from './thread-window.ts';
import type { FailureType } from './failure-types.ts';
import { addSpending, type Spending, type Usage } from './usage.ts';
import type { Warning } from './warnings.ts';

/** Why a step did not succeed. */
export interface StepError {
  type: FailureType;
  /** What happened, to whom, and what to do. */
  message: string;
  agentName?: string;
  /** Whether the same step could succeed if it were tried again. */
  retryable: boolean;
  details?: unknown;
}

/** A value, or the reason why there is none: what a pattern gets instead of an exception. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: StepError };

/**
 * What every result has. `C` is how contents are written: `Text` on the wire, where a long one is
 * a reference to a message, and `string` once the client has filled it in.
 */
export interface ResultBase<C = Text> {
  name: string;
  /** The id of the workflow, and inside it the path of the step. */
  id: string;
  success: boolean;
  content: C | null;
  /** `null` on success. */
  error: StepError | null;
  usage: Usage;
  /** US dollars, or `null` when a model in `unpriced` has no known price. */
  totalCost: number | null;
  unpriced: string[];
  totalDurationMs: number;
  /** Whether any reply came from the simulated model. */
  simulated: boolean;
  /** What went on, but should be known: each thing once, 50 at most. */
  warnings: Warning[];
  /** The content as JSON, where the spec has an `output` schema; agents without one have `null`. */
  output?: unknown;
  /** What one agent alone has answered, where the run was asked for it: of the outermost step only. */
  baseline?: BaselineResult<C>;
  /** What it has seen of its thread; left out, or `null` of an agent: it has none. */
  thread?: SeenThread | null;
}

/** The result of the agent that a run has asked beside its own work. */
export interface BaselineResult<C = Text> extends ResultBase<C> {
  kind: 'agent';
}

/** What a result has in addition where it stands inside a pattern's result. */
export interface Entry {
  agentName: string;
  cost: number | null;
  durationMs: number;
}

/** A result as it stands inside a pattern's result. */
export function asEntry<R extends ResultBase<unknown>>(result: R): R & Entry {
  return {
    ...result,
    agentName: result.name,
    cost: result.totalCost,
    durationMs: result.totalDurationMs,
  };
}

/** Who a result is of: the name and id of a step, and when it began (milliseconds since the epoch). */
export interface StepIdentity {
  name: string;
  id: string;
  startedAt: number;
}

/** What every result has, of a step that has spent this and ended with a text or an error. */
export function resultBase(
  { name, id, startedAt }: StepIdentity,
  spent: Spending,
  ended: Text | StepError | null,
): ResultBase {
  const failed = typeof ended === 'object' && ended !== null && 'type' in ended;
  return {
    name,
    id,
    success: !failed,
    content: failed ? null : ended,
    error: failed ? ended : null,
    usage: spent.usage,
    totalCost: spent.cost,
    unpriced: spent.unpriced,
    totalDurationMs: Date.now() - startedAt,
    simulated: spent.simulated,
    warnings: spent.warnings,
  };
}

export function spendingOf(result: ResultBase): Spending {
  const { usage, totalCost, unpriced, simulated } = result;
  // A result of an earlier version has none.
  const warnings = (result as Partial<ResultBase>).warnings ?? [];
  return { usage, cost: totalCost, unpriced, simulated, warnings };
}

/** A result that has cost more than its own calls: what led to it is counted in. */
export function withSpending<R extends ResultBase>(result: R, more: Spending): R {
  const { cost, ...rest } = addSpending([spendingOf(result), more]);
  return { ...result, ...rest, totalCost: cost, ...('cost' in result ? { cost } : {}) };
}

/** The same result with another length of time in milliseconds, the same everywhere it is shown. */
export function withDuration<R extends ResultBase>(result: R, ms: number): R {
  return {
    ...result,
    ...('durationMs' in result ? { durationMs: ms } : {}),
    totalDurationMs: ms,
  };
}
