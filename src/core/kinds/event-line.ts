import type { RunEvent } from '../events.ts';
import { kindNames, kindOf } from './registry.ts';

/** An event that only one kind tells, in a line, for a terminal; `undefined`: it is none of those. */
export function eventLine(event: RunEvent): string | undefined {
  for (const kind of kindNames) {
    const line = kindOf({ kind }).line?.(event);
    if (line !== undefined) return line;
  }
  return undefined;
}
