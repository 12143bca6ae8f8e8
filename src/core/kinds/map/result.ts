import type { Text } from '../../content.ts';
import { Failure } from '../../failures.ts';
import type { ItemCounts } from '../../list-items.ts';
import type { StepError, StepIdentity } from '../../results.ts';
import type { Spending } from '../../usage.ts';
import { patternResult } from '../results.ts';
import type { MapResult } from './types.ts';

/** How far a map has come. */
export interface MapProgress extends ItemCounts {
  spent: Spending;
  /** Of the first item that failed; `null`: none did. */
  firstError: { index: number; error: StepError } | null;
}

/** A map's result, ended with a text or an error. */
export function mapResult(
  identity: StepIdentity,
  { spent, total, succeeded, failed }: MapProgress,
  ended: Text | StepError,
  reduced: Text | null = null,
): MapResult {
  const counts = { total, succeeded, failed };
  return patternResult('map', identity, { spent, ended }, { ...counts, items: [], reduced });
}

/** Why a map has failed by its items: all of them have, or one where none may. `null`: it has not. */
export function itemsError(
  name: string,
  onError: 'continue' | 'stop',
  { total, failed, firstError }: MapProgress,
): StepError | null {
  if (firstError === null || (onError === 'continue' && failed < total)) return null;
  const { index, error } = firstError;
  const what =
    onError === 'stop' ? `item ${index}` : total === 1 ? 'its item' : `all ${total} items`;
  const first = onError === 'stop' || total === 1 ? '' : `; item ${index}`;
  return {
    type: Failure.itemsFailed,
    message: `${what} of '${name}' failed${first}: ${error.message}`,
    retryable: error.retryable,
    details: { total, failed, index, type: error.type },
  };
}
