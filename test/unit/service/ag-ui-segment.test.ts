import type { AGUIEvent } from '@ag-ui/core';
import { EventSchemas } from '@ag-ui/core/schemas';
import { expect, it } from 'vitest';
import type { EventBody, RunEvent } from '../../../src/core/events.ts';
import { tell } from '../../../src/service/doors/ag-ui/segment.ts';
import { outOfOrder } from '../../support/ag-ui-order.ts';

const failure = { type: 'Model.TimedOut', message: 'too late' };
const never = new AbortController().signal;
const started: AGUIEvent = { type: 'RUN_STARTED', threadId: 't', runId: 'a' } as AGUIEvent;

/** The events of a run, with their numbers. */
function numbered(bodies: readonly [string, EventBody][]): RunEvent[] {
  return bodies.map(([path, body], at) => {
    const seq = at + 1;
    return { ...body, seq, at: '2026-01-01T00:00:00.000Z', run: 'r', path, cursor: `${seq}` };
  });
}

const begun: [string, EventBody][] = [
  ['1-Ann', { type: 'step.started', kind: 'agent', title: '1-Ann' }],
  ['1-Ann', { type: 'turn.started', agent: 'Ann', provider: 'p', model: null, attempt: 1 }],
];
const saying: RunEvent = {
  ...{ type: 'text.delta', text: 'Hel', offset: 0, turn: 2 },
  ...{ seq: 2, at: '', run: 'r', path: '1-Ann', cursor: '2:3' },
};

/** All that is told of a run, when its events come so. */
async function toldOf(events: () => AsyncGenerator<RunEvent>): Promise<AGUIEvent[]> {
  const handle = { id: 'r', url: null, events, questions: () => Promise.resolve([]) };
  const shown = {
    ...{ run: 'r', answerPath: null, team: 'team', studio: null, messages: [], state: null },
  };
  const ids = { threadId: 't', runId: 'a' };
  const segment = { handle: handle as never, ids, shown, after: '0', asked: 'x' };
  const all = [started];
  const broken = (thrown: { error: unknown } | undefined) => ({
    code: 'Broken',
    message: thrown === undefined ? 'it ended' : String(thrown.error),
  });
  for await (const event of tell(segment, never, broken)) all.push(event);
  for (const event of all) EventSchemas.parse(event);
  expect(outOfOrder(all)).toEqual([]);
  return all;
}

const lastTypes = (events: readonly AGUIEvent[]) => events.slice(-4).map(({ type }) => type);

async function* comingFrom(events: readonly RunEvent[]) {
  yield* events;
  await Promise.resolve();
}

it('ends what has begun, from the inside, when a step fails in the middle of a message', async () => {
  const error = failure;
  const [first, second] = numbered(begun);
  const ended = { success: false, error, cost: 0, durationMs: 1 };
  const [, , over, last] = numbered([
    ...begun,
    ['1-Ann', { type: 'step.ended', ...ended }],
    ['', { type: 'run.ended', success: false, error, result: null }],
  ]);
  const told = await toldOf(() => comingFrom([first!, second!, saying, over!, last!]));
  expect(lastTypes(told)).toEqual([
    'TEXT_MESSAGE_END',
    'SUBAGENT_ERROR',
    'STEP_FINISHED',
    'RUN_ERROR',
  ]);
  expect(told.at(-1)).toMatchObject({ code: failure.type, message: 'too late (run r)' });
});

it('ends what has begun when the run fails before its steps could say so', async () => {
  const events = numbered([
    ...begun,
    ['', { type: 'run.ended', success: false, error: failure, result: null }],
  ]);
  const told = await toldOf(() => comingFrom(events.toSpliced(2, 0, saying)));
  expect(lastTypes(told)).toEqual([
    'TEXT_MESSAGE_END',
    'SUBAGENT_ERROR',
    'STEP_FINISHED',
    'RUN_ERROR',
  ]);
});

it('suspends what has begun, and says why, when it cannot be told on', async () => {
  async function* breaking() {
    yield* [...numbered(begun), saying];
    await Promise.reject(new Error('no connection'));
  }
  const told = await toldOf(breaking);
  expect(lastTypes(told)).toEqual([
    'TEXT_MESSAGE_END',
    'SUBAGENT_FINISHED',
    'STEP_FINISHED',
    'RUN_ERROR',
  ]);
  expect(told.at(-1)).toMatchObject({ message: 'Error: no connection (run r)' });
  const ended = await toldOf(() => comingFrom([...numbered(begun), saying]));
  expect(ended.at(-1)).toMatchObject({ type: 'RUN_ERROR', message: 'it ended (run r)' });
});
