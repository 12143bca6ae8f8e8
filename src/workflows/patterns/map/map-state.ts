import type { Text } from '../../../core/content.ts';
import { toMs } from '../../../core/durations.ts';
import type { MapProgress } from '../../../core/kinds/map/result.ts';
import type { MapSpec } from '../../../core/kinds/map/types.ts';
import type { StepError } from '../../../core/results.ts';
import { nothingSpent } from '../../../core/usage.ts';

/** Where a map stands: plain JSON, of which a long one goes on in another run. */
export interface MapState {
  /** `null`: it is not stored yet. */
  list: string | null;
  progress: MapProgress;
  /** Parts of the list that are to be done, each with its first and its last index. */
  parts: [number, number][];
  /** Why parts were not done whole; `null`: they were. */
  cut: StepError | null;
  /** What is to be made one text of; `null`: there are items to be done yet. */
  reducing: Reducing | null;
  /** Milliseconds of its time. */
  leftMs: number;
}

/** Texts that a step makes one of, in passes. */
export interface Reducing {
  /** From 1. */
  pass: number;
  texts: Text[];
  /** What came of the first of them in this pass. */
  done: Text[];
}

export function newState({ timeout }: MapSpec): MapState {
  const counts = { total: 0, succeeded: 0, failed: 0 };
  return {
    list: null,
    progress: { ...counts, spent: nothingSpent, firstError: null },
    parts: [],
    cut: null,
    reducing: null,
    leftMs: toMs(timeout),
  };
}
