import { describe, expect, it } from 'vitest';
import type { WaitingQuestion } from '../../../src/core/questions/question.ts';
import { readConversation } from '../../../src/service/doors/ag-ui/conversation.ts';
import { readProps } from '../../../src/service/doors/ag-ui/forwarded.ts';
import { readResponse } from '../../../src/service/doors/ag-ui/interrupts.ts';
import {
  interruptId,
  isOfThread,
  readInterruptId,
  runIdFor,
} from '../../../src/service/doors/ag-ui/run-ids.ts';

const everything = { user: null, teams: null };
const ids = { threadId: 't', runId: 'r' };

describe('the id of a run', () => {
  it('is the same for the same AG-UI run, and another for another thread, team, user or run', () => {
    const own = runIdFor('a team/x', everything, ids);
    expect(runIdFor('a team/x', everything, ids)).toBe(own);
    expect(own).toMatch(/^a-team-x-[0-9a-f]{12}-[0-9a-f]{12}$/);
    const others = [
      runIdFor('other', everything, ids),
      runIdFor('a team/x', { user: 'ada', teams: null }, ids),
      runIdFor('a team/x', everything, { ...ids, threadId: 'u' }),
      runIdFor('a team/x', everything, { ...ids, runId: 's' }),
    ];
    expect(new Set([own, ...others]).size).toBe(5);
  });

  it('tells which thread a run is of', () => {
    const run = runIdFor('team', everything, ids);
    expect(isOfThread(run, 'team', everything, { ...ids, runId: 'later' })).toBe(true);
    expect(isOfThread(run, 'team', everything, { ...ids, threadId: 'u' })).toBe(false);
  });

  it('stands in the id of an interrupt, with the question, however that is called', () => {
    const interrupted = { run: 'x', cursor: '12:3', asked: 'abc', question: '2-a/b#1.0' };
    expect(readInterruptId(interruptId(interrupted))).toEqual(interrupted);
    expect(readInterruptId('nonsense')).toBeNull();
  });
});

describe('an answer to an interrupt', () => {
  const entry = { interruptId: 'i', status: 'resolved' as const };
  const question = { approval: null };
  const approval = { approval: {} as WaitingQuestion['approval'] };

  it.each([
    [question, 'short', { answer: 'short' }],
    [question, { answer: 'short' }, { answer: 'short' }],
    [approval, true, { approve: true, reason: undefined }],
    [approval, { approved: false, reason: 'no' }, { approve: false, reason: 'no' }],
  ])('is read %#', (waiting, payload, expected) => {
    expect(readResponse({ ...entry, payload }, waiting)).toEqual(expected);
  });

  it.each([
    [question, { approved: true }, /give the payload \{answer: '…'\}/],
    [question, '', /give the payload/],
    [approval, 'yes', /give the payload \{approved: true\}/],
  ])('is refused where it answers nothing %#', (waiting, payload, message) => {
    expect(() => readResponse({ ...entry, payload }, waiting)).toThrow(message);
  });

  it('denies an approval that is abandoned, and is none to a question', () => {
    const abandoned = { interruptId: 'i', status: 'cancelled' as const };
    expect(readResponse(abandoned, approval)).toMatchObject({ approve: false });
    expect(readResponse(abandoned, question)).toBeNull();
  });
});

describe('a conversation', () => {
  const messages = [
    { id: '1', role: 'system' as const, content: 'Be brief.' },
    { id: '2', role: 'user' as const, content: 'First?' },
    { id: '3', role: 'assistant' as const, name: 'Bob', content: 'a draft', subagentRunId: 's' },
    { id: '4', role: 'assistant' as const, name: 'Ann', content: 'the answer' },
    { id: '5', role: 'tool' as const, toolCallId: 'c', content: 'a result' },
    { id: '6', role: 'user' as const, content: [{ type: 'text' as const, text: 'Second?' }] },
  ];

  it('is the last message of the user, and what was said before without what agents said on the way', () => {
    const { input, context } = readConversation({ messages, context: [] }, true);
    expect(input).toBe('Second?');
    expect(context).toBe('[system]\nBe brief.\n\n[user]\nFirst?\n\n[assistant Ann]\nthe answer');
  });

  it('is told by a thread of ours where one is named, but for what stands beside it', () => {
    const context = [{ description: 'weather', value: 'rain' }];
    expect(readConversation({ messages, context }, false).context).toBe('[weather]\nrain');
  });

  it('is refused where nobody asks anything', () => {
    expect(() => readConversation({ messages: messages.slice(0, 1), context: [] }, true)).toThrow(
      /a message with the role user/,
    );
  });
});

it('reads what is for us of what a front end passes on, and leaves the rest alone', () => {
  expect(readProps(undefined)).toEqual({});
  expect(readProps({ user: { their: 'own' } })).toEqual({});
  expect(readProps({ durableAgents: { user: 'ada', thread: 't' } })).toEqual({
    user: 'ada',
    thread: 't',
  });
  expect(() => readProps({ durableAgents: { user: 7 } })).toThrow(/forwardedProps\.durableAgents/);
});
