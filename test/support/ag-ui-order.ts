/** What begins and ends in an AG-UI run, what lies between, and the field that names it. */
const spans = [
  { start: 'TEXT_MESSAGE_START', within: 'TEXT_MESSAGE_CONTENT', by: 'messageId' },
  { start: 'TOOL_CALL_START', within: 'TOOL_CALL_ARGS', by: 'toolCallId' },
  { start: 'STEP_STARTED', by: 'stepName' },
  { start: 'SUBAGENT_STARTED', by: 'subagentRunId' },
] as const;

const endings: Record<string, (typeof spans)[number]['start']> = {
  TEXT_MESSAGE_END: 'TEXT_MESSAGE_START',
  TOOL_CALL_END: 'TOOL_CALL_START',
  STEP_FINISHED: 'STEP_STARTED',
  SUBAGENT_FINISHED: 'SUBAGENT_STARTED',
  SUBAGENT_ERROR: 'SUBAGENT_STARTED',
};

const lasts: readonly string[] = ['RUN_FINISHED', 'RUN_ERROR'];

type Told = Record<string, unknown> & { type: string };

/** What is out of order in AG-UI runs that were told one after another, a line each. */
export function outOfOrder(events: readonly object[]): string[] {
  const told = events as readonly Told[];
  const starts = told.flatMap(({ type }, at) => (type === 'RUN_STARTED' ? [at] : []));
  if (told.length > 0 && starts[0] !== 0) return ['RUN_STARTED is not the first'];
  return starts.flatMap((start, at) => wrongIn(told.slice(start, starts[at + 1])));
}

function wrongIn(run: readonly Told[]): string[] {
  const ends = run.flatMap(({ type }, at) => (lasts.includes(type) ? [at] : []));
  const last = run.length - 1;
  const end = ends.length === 1 && ends[0] === last ? [] : [`ends at [${ends.join()}] of ${last}`];
  return [...end, ...spans.flatMap((span) => wrongSpans(run, span))];
}

function wrongSpans(run: readonly Told[], span: (typeof spans)[number]): string[] {
  const open = new Set<unknown>();
  const wrong: string[] = [];
  for (const event of run) {
    const id = event[span.by];
    const isOpen = open.has(id);
    const isStart = event.type === span.start;
    const isInside =
      endings[event.type] === span.start || ('within' in span && event.type === span.within);
    if (isStart ? isOpen : isInside && !isOpen) wrong.push(`${event.type} of ${String(id)}`);
    if (isStart) open.add(id);
    else if (endings[event.type] === span.start) open.delete(id);
  }
  return [...wrong, ...[...open].map((id) => `${span.start} of ${String(id)} has no end`)];
}
