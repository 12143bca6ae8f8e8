import { describe, expect, it } from 'vitest';
import { memoryTools } from '../../src/core/memory-tools.ts';
import {
  simulatedReply,
  type RecordedMessage,
  type RecordedRequest,
} from '../../src/simulated-model/index.ts';
import { simulatedRequest } from '../support/simulated-request.ts';

const lookup = { name: 'lookup', description: 'Looks up.', parameters: { type: 'object' } };

function request(messages: RecordedMessage[], rest: Partial<RecordedRequest> = {}) {
  const tools = [lookup, ...memoryTools];
  return simulatedRequest({ system: 'You are Ada: helper.', messages, tools, ...rest });
}

const asked = (content: string, rest: Partial<RecordedRequest> = {}) =>
  simulatedReply(request([{ role: 'user', content }], rest));

const remember = (key: string, value: string) => ({ name: 'remember', arguments: { key, value } });

describe('The simulated model that is offered remember', () => {
  it.each([
    ['Remember my name is Phil', [remember('name', 'Phil')]],
    ['Please remember that I live in London.', [remember('city', 'London')]],
    ['remember my favourite colour is blue, please!', [remember('favourite colour', 'blue')]],
    ['Hi! Remember: call me Ann.', [remember('name', 'Ann')]],
    ["Don't forget that I work at Acme Inc.", [remember('employer', 'Acme Inc')]],
    ['Can you remember that I am from Rome?', [remember('home', 'Rome')]],
    ['Remember that I am allergic to nuts', [remember('allergic', 'I am allergic to nuts')]],
    [
      'Remember my name is Phil and that I live in New York. What is new?',
      [remember('name', 'Phil'), remember('city', 'New York')],
    ],
  ])('keeps what it is told: %s', (message, toolCalls) => {
    expect(asked(message)).toEqual({ toolCalls });
  });

  it.each([
    ['Forget my name.', 'name'],
    ['Please delete my favourite colour', 'favourite colour'],
    ['Forget where I live', 'city'],
  ])('forgets what it is told to: %s', (message, key) => {
    expect(asked(message)).toEqual({ toolCalls: [{ name: 'forget', arguments: { key } }] });
  });

  it.each([
    'What is my name?',
    'Do you remember what my name is?',
    'Can you remember my name?',
    'I remember well that it rained.',
    'Look up the weather.',
  ])('only answers %s', (message) => {
    expect(asked(message)).toEqual({ text: expect.stringMatching(/^\[simulated\] Ada/) });
  });

  it('does so before it fills in a form', () => {
    const outputSchema = { type: 'object', properties: { a: { type: 'string' } } };
    expect(asked('Remember my name is Phil', { outputSchema }).toolCalls).toHaveLength(1);
    expect(asked('What is new?', { outputSchema }).text).toMatch(/^\{"a":/);
  });
});

it('Without the tool the simulated model calls none.', () => {
  expect(asked('Remember my name is Phil', { tools: [lookup] }).toolCalls).toBeUndefined();
});

describe('After the result of a tool the simulated model', () => {
  const messages = (...results: Partial<RecordedMessage>[]): RecordedMessage[] => [
    { role: 'user', content: 'Remember my name is Phil. Forget my city.' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [
        { id: 'c1', ...remember('name', 'Phil') },
        { id: 'c2', name: 'forget', arguments: { key: 'city' } },
      ],
    },
    ...results.map((result) => ({ role: 'tool' as const, content: 'done', ...result })),
  ];

  it('answers, and says what it has done', () => {
    const { text, toolCalls } = simulatedReply(
      request(messages({ callId: 'c1' }, { callId: 'c2' })),
    );
    expect(text).toMatch(
      /^\[simulated\] Ada \(helper\): Noted: name = Phil\. Forgotten: city\. \S/,
    );
    expect(toolCalls).toBeUndefined();
  });

  it('does not claim to have done what failed', () => {
    const { text } = simulatedReply(
      request(messages({ callId: 'c1', failed: true }, { callId: 'c2', content: 'Error: full' })),
    );
    expect(text).toContain('Not changed: name. Not changed: city. ');
  });
});
