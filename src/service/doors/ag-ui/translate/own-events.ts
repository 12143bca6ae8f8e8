import { type AGUIEvent, EventType } from '@ag-ui/core';
import type { RunEvent } from '../../../../core/events.ts';
import { eventLine } from '../../../../core/kinds/event-line.ts';

/** What happens in a run and has no event of the protocol, besides what only kinds tell: passed on under its own name. */
const passedOn: ReadonlySet<RunEvent['type']> = new Set([
  'vote.cast',
  'question.answered',
  'tool.progress',
  'warning',
]);

/** An event of ours as one that only front ends that know us understand. */
export function ownEvent(event: RunEvent): AGUIEvent[] {
  if (!passedOn.has(event.type) && eventLine(event) === undefined) return [];
  return [{ type: EventType.CUSTOM, name: event.type, value: event }];
}
