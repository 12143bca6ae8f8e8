import { readFileSync } from 'node:fs';
import type { RunEvent } from '../../../src/core/events.ts';
import type { Step } from '../../../src/core/kinds/step.ts';

/** What happened in a run, as `scripts/record-events.ts` has recorded it. */
export interface Recorded {
  spec: Step;
  events: RunEvent[];
}

export const recordings = [
  'agent',
  'approvals',
  'cancelled',
  'debate',
  'fallback',
  'parallel',
  'person',
  'pipeline',
  'supervisor',
  'verified',
] as const;

export function recorded(name: (typeof recordings)[number]): Recorded {
  const file = new URL(`./recordings/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded;
}
