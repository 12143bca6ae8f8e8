import { type Duration, readDuration, toMs } from '../../core/durations.ts';
import { parseInput } from '../../core/parse-input.ts';
import { timeoutSchema } from '../../core/timeout-schema.ts';

const variable = 'DURABLE_AGENTS_HEARTBEAT_TIMEOUT';

/** Below a second a worker that is only busy would be taken for dead. */
const leastMs = 1_000;

const schema = timeoutSchema.refine((value) => {
  const read = readDuration(value);
  return 'problem' in read || read.ms >= leastMs;
}, 'it must be at least 1 s');

/**
 * Milliseconds without a sign of life after which the worker of a call is taken for dead: the given
 * ones, else DURABLE_AGENTS_HEARTBEAT_TIMEOUT, else `null`, which leaves it to the kind of worker.
 *
 * @throws `Input.Invalid` for what is no duration of at least 1 s
 */
export function heartbeatTimeoutFrom(
  env: Record<string, string | undefined>,
  given?: Duration,
): number | null {
  const value = given ?? (env[variable]?.trim() || undefined);
  if (value === undefined) return null;
  const what = given === undefined ? variable : 'the heartbeat timeout';
  return toMs(parseInput(schema, value, what));
}
