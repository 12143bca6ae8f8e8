import type { LoopEnding } from './types.ts';

/** Why a loop has ended, in words. */
export const endingWords: Record<LoopEnding, string> = {
  satisfied: 'a pass was good enough',
  maxIterations: 'no more passes were allowed (maxIterations)',
  repeating: 'a pass made the same text as one before it',
  timedOut: 'the time was up',
  failed: 'it could not go on',
  cancelled: 'the run was cancelled',
};

/** `1 pass`, `2 passes` */
export function passesOf(count: number): string {
  return count === 1 ? '1 pass' : `${count} passes`;
}
