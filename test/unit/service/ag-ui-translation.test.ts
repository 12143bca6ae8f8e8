import type { AGUIEvent } from '@ag-ui/core';
import { EventSchemas } from '@ag-ui/core/schemas';
import { expect, it } from 'vitest';
import type { EventBody, RunEvent } from '../../../src/core/events.ts';
import { readCursor } from '../../../src/core/event-cursor.ts';
import { Translation } from '../../../src/service/doors/ag-ui/translate/translation.ts';

const usage = { inputTokens: 5, outputTokens: 3, cachedTokens: 0, reasoningTokens: 0, calls: 1 };

/** Events of a run, numbered as they come. */
function story() {
  let seq = 0;
  const place = (path: string) => {
    return { seq, at: '2026-01-01T00:00:00.000Z', run: 'r', path, cursor: `${seq}` };
  };
  const event = (path: string, body: EventBody): RunEvent => {
    seq += 1;
    return { ...body, ...place(path) };
  };
  const delta = (path: string, turn: number, offset: number, text: string): RunEvent => {
    return { type: 'text.delta', text, offset, turn, ...place(path) };
  };
  return { event, delta };
}

const started = (agent: string): EventBody => ({
  type: 'turn.started',
  agent,
  provider: 'p',
  model: 'm',
  attempt: 1,
});
const ended = (text: string): EventBody => ({
  type: 'turn.ended',
  text,
  usage,
  cost: 1,
  problem: null,
});
const step = (title: string): EventBody => ({ type: 'step.started', kind: 'agent', title });
const stepEnded: EventBody = {
  type: 'step.ended',
  success: true,
  error: null,
  cost: 1,
  durationMs: 1,
};

function translation(answerPath: string | null, messages: { id: string; text: string }[] = []) {
  return new Translation({
    run: 'r',
    answerPath,
    team: 'team',
    studio: null,
    state: { theirs: 1 },
    messages: messages.map(({ id, text }) => ({ id, role: 'user', content: text })),
  });
}

/** What was told, as far as tests look at it: types, and what is said. */
function shown(events: readonly AGUIEvent[]): string[] {
  for (const event of events) EventSchemas.parse(event);
  return events.map((event) =>
    'delta' in event && typeof event.delta === 'string'
      ? `${event.type} ${event.delta}`
      : event.type,
  );
}

it('tells a turn that was not followed while it was said as one message', () => {
  const { event } = story();
  const told = translation('');
  told.take(event('', started('Ann')));
  expect(shown(told.take(event('', ended('Hello.'))))).toEqual([
    'TEXT_MESSAGE_START',
    'TEXT_MESSAGE_CONTENT Hello.',
    'TEXT_MESSAGE_END',
  ]);
  expect(told.answer('Hello.')).toEqual([]);
  expect(shown(told.answer('Another.'))).toHaveLength(3);
});

it('says whose a message is: an agent of the team, or the team where its step says the answer', () => {
  const { event, delta } = story();
  const told = translation('2-Ann');
  told.take(event('1-Bob', step('1-Bob')));
  const bob = [
    ...told.take(event('1-Bob', started('Bob'))),
    ...told.take(delta('1-Bob', 2, 0, 'x')),
  ];
  expect(bob[0]).toMatchObject({ type: 'SUBAGENT_STARTED', name: 'Bob', subagentRunId: 'r:2' });
  expect(bob[1]).toMatchObject({ type: 'TEXT_MESSAGE_START', name: 'Bob', subagentRunId: 'r:2' });
  told.take(event('1-Bob', ended('x')));
  expect(shown(told.take(event('1-Bob', stepEnded)))).toEqual([
    'SUBAGENT_FINISHED',
    'STEP_FINISHED',
  ]);
  told.take(event('2-Ann', step('2-Ann')));
  const ann = [
    ...told.take(event('2-Ann', started('Ann'))),
    ...told.take(event('2-Ann', ended('y'))),
  ];
  expect(shown(ann)[0]).toBe('TEXT_MESSAGE_START');
  expect(ann[0]).not.toHaveProperty('subagentRunId');
});

it('takes back what was said in a turn that begins again, and nothing else', () => {
  const { event, delta } = story();
  const told = translation('', [{ id: 'q', text: 'Well?' }]);
  told.take(event('', started('Ann')));
  told.take(delta('', 1, 0, 'Hel'));
  const again = told.take(event('', { type: 'turn.retried', reason: 'the connection broke' }));
  expect(shown(again)).toEqual(['TEXT_MESSAGE_END', 'MESSAGES_SNAPSHOT']);
  expect(again[1]).toMatchObject({ messages: [{ id: 'q', content: 'Well?' }] });
  const [start] = told.take(delta('', 1, 0, 'Good day.'));
  expect(start).toMatchObject({ type: 'TEXT_MESSAGE_START', messageId: 'r:1.1' });
});

it('goes on in a later AG-UI run where the earlier one was told up to', () => {
  const { event, delta } = story();
  const before = [event('1-Bob', step('1-Bob')), event('1-Bob', started('Bob'))];
  const told = translation(null);
  for (const each of before) told.remember(each);
  expect(shown(told.begin(readCursor('2:3')))).toEqual([
    'STATE_SNAPSHOT',
    'STEP_STARTED',
    'SUBAGENT_STARTED',
  ]);
  expect(shown(told.take(delta('1-Bob', 2, 3, 'lo')))).toEqual([
    'TEXT_MESSAGE_START',
    'TEXT_MESSAGE_CONTENT lo',
  ]);
  // all of it was told: it is not told again as a whole
  expect(shown(told.take(event('1-Bob', ended('Hello'))))).toEqual(['TEXT_MESSAGE_END']);
});

it('closes what is open when it is interrupted, and names the subagent that waits', () => {
  const { event, delta } = story();
  const told = translation(null);
  told.take(event('1-Bob', step('1-Bob')));
  told.take(event('1-Bob', started('Bob')));
  told.take(delta('1-Bob', 2, 0, 'x'));
  const closed = told.suspend([{ id: 'i', reason: 'approval', subagentRunId: 'r:2' }]);
  expect(shown(closed)).toEqual(['TEXT_MESSAGE_END', 'SUBAGENT_FINISHED', 'STEP_FINISHED']);
  expect(closed[1]).toMatchObject({ outcome: { type: 'suspended', interruptIds: ['i'] } });
});

it('tells a call that waits for approval once, and its result where it ends', () => {
  const { event } = story();
  const told = translation('');
  told.take(event('', started('Clerk')));
  told.take(event('', ended('')));
  const asked = event('', {
    type: 'question.asked',
    id: 'r#1.0',
    question: 'May it?',
    choices: [],
    deadline: null,
    answerTo: 'r',
    assignee: null,
    approval: { agent: 'Clerk', tool: 'pay', args: '{"euros":7}', said: '' },
  });
  expect(shown(told.take(asked))).toEqual([
    'TOOL_CALL_START',
    'TOOL_CALL_ARGS {"euros":7}',
    'TOOL_CALL_END',
  ]);
  const called = event('', { type: 'tool.called', id: '1.0', name: 'pay', args: '{"euros":7}' });
  expect(told.take(called)).toEqual([]);
  const over = event('', {
    type: 'tool.ended',
    id: '1.0',
    name: 'pay',
    result: 'paid',
    error: null,
  });
  expect(told.take(over)).toMatchObject([
    { type: 'TOOL_CALL_RESULT', toolCallId: 'r:#1.0', content: 'paid' },
  ]);
});

it('keeps the state of the front end, and tells what changes of the run', () => {
  const { event } = story();
  const told = translation('');
  expect(told.begin(readCursor('0'))[0]).toMatchObject({
    snapshot: { theirs: 1, run: { id: 'r', team: 'team', plan: null } },
  });
  const round = event('', { type: 'round.ended', round: 1, tally: [], consensus: true });
  expect(told.take(round)).toMatchObject([
    { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/run/round', value: { round: 1 } }] },
  ]);
});

it('counts the tokens of its own turns by provider and model, and says nothing of what is not known', () => {
  const { event } = story();
  const told = translation('');
  told.remember(event('', started('Ann')));
  told.remember(event('', ended('x')));
  told.begin(readCursor('2'));
  expect(told.usage).toEqual([]);
  told.take(event('', started('Ann')));
  told.take(event('', ended('y')));
  expect(told.usage).toEqual([
    { provider: 'p', model: 'm', inputTokens: 5, outputTokens: 3, totalTokens: 8 },
  ]);
});
