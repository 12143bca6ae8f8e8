import { type Refusal, refusalOf } from './errors.ts';
import type { ServiceSettings } from './options.ts';

/**
 * How a thrown error is answered, wherever that is: in a status, at the end of a stream, in the result of
 * a tool. What nobody has foreseen is told in the log, to which the answer refers.
 *
 * @param where it was thrown: `GET /v1/runs`, `run tea-1`
 */
export function toldRefusal(
  { log }: Pick<ServiceSettings, 'log'>,
  where: string,
  error: unknown,
): Refusal {
  const refusal = refusalOf(error);
  if (refusal.status === 500) log(`${where}: ${logged(error)}`);
  return refusal;
}

function logged(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
