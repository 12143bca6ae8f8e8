import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { encodeToPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { msToTs } from '@temporalio/common/lib/time.js';
import { expect, it } from 'vitest';
import { ContextHistory } from '../../src/client/memory/recorded-context.ts';
import type { HistoryEvent } from '../../src/client/progress/decode-event.ts';
import type { FactChange } from '../../src/core/user-context.ts';
import { factsIn, noFacts, outcomeOf, receive, type UserFacts } from '../../src/core/user-facts.ts';

const converter = {
  payloadConverter: defaultPayloadConverter,
  failureConverter: defaultFailureConverter,
  payloadCodecs: [],
};
const begin = Date.parse('2026-01-01T00:00:00Z');
const payloadsOf = async (value: unknown) => ({
  payloads: await encodeToPayloads(converter, value),
});

function event(at: number, attributes: Partial<HistoryEvent>): HistoryEvent {
  return { eventTime: msToTs(begin + at), ...attributes };
}

async function started(at: number, state?: UserFacts): Promise<HistoryEvent> {
  const input = await payloadsOf(state === undefined ? {} : { state });
  return event(at, { workflowExecutionStartedEventAttributes: { input } });
}

async function signalled(at: number, changes: unknown, signalName = 'change') {
  const input = await payloadsOf(changes);
  return event(at, { workflowExecutionSignaledEventAttributes: { signalName, input } });
}

const task = (at: number): HistoryEvent[] => [
  event(at, { workflowTaskStartedEventAttributes: {} }),
  event(at + 5, { workflowTaskCompletedEventAttributes: {} }),
];

const set = (id: string, key: string, value: number): FactChange => ({
  ...{ id, setBy: 'cli', run: null, change: 'set', key, value, merge: 'increment' },
});

async function factsAfter(...events: HistoryEvent[]): Promise<UserFacts> {
  const history = new ContextHistory(converter);
  await history.add(events);
  return history.finish();
}

it('facts are those that the workflow has, as of the time of its tasks', async () => {
  const state = await factsAfter(
    await started(0),
    await signalled(10, [set('1', 'visits', 1), set('2', 'visits', 2)]),
    await signalled(12, [set('1', 'visits', 1)]), // the same change sent again
    ...task(40),
  );
  expect(factsIn(state)).toEqual([
    {
      ...{ key: 'visits', value: 3, merge: 'increment', setBy: 'cli', run: null },
      at: '2026-01-01T00:00:00.040Z',
    },
  ]);
});

it('a change that no worker has come to is counted in, as of when it was sent', async () => {
  const waiting = await signalled(100, [set('3', 'visits', 4)]);
  const state = await factsAfter(
    await started(0),
    await signalled(10, [set('1', 'visits', 1)]),
    ...task(40),
    waiting,
  );
  expect(factsIn(state)).toMatchObject([{ value: 5, at: '2026-01-01T00:00:00.100Z' }]);
});

it('a run that was continued as new begins with the state that it was given', async () => {
  const before = noFacts();
  receive(before, set('1', 'visits', 7), '2025-12-31T00:00:00.000Z');
  const state = await factsAfter(await started(0, before), await signalled(5, [set('2', 'n', 1)]));
  expect(factsIn(state).map(({ key, value }) => [key, value])).toEqual([
    ['n', 1],
    ['visits', 7],
  ]);
});

it('a change that is refused says why, and other signals change nothing', async () => {
  const text = { ...set('1', 'visits', 1), value: 'many' };
  const state = await factsAfter(
    await started(0),
    await signalled(5, [text]),
    await signalled(6, [set('2', 'visits', 1)], 'other'),
  );
  expect(factsIn(state)).toEqual([]);
  expect(outcomeOf(state, '1')).toEqual({
    state: 'refused',
    reason: "'visits' is a number that is added to, and no number was given",
  });
  expect(outcomeOf(state, '2')).toEqual({ state: 'unknown' });
});
