import { describe, expect, it } from 'vitest';
import { failureType } from '../../src/core/failures.ts';
import { settingProblems } from '../../src/core/provider-config.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { kitchen, modelCall, rejection } from './activities/fixtures.ts';

const agent = (providerOptions: object) => ({ kind: 'agent', name: 'A', providerOptions });

function refusalOf(providerOptions: object): string {
  try {
    parseStep(agent(providerOptions));
  } catch (error) {
    if (failureType(error) === 'Input.Invalid') return (error as Error).message;
    throw error;
  }
  throw new Error('the options were let through');
}

describe('providerOptions', () => {
  it.each([
    ['headers', { headers: { 'x-gateway': 'sk-secret' } }],
    ['Authorization', { Authorization: 'sk-secret' }],
    ['x-api-key', { 'x-api-key': 'sk-secret' }],
    ['extra_headers', { extra_headers: {} }],
    ['servers[0].authorization', { servers: [{ authorization: 'sk-secret' }] }],
  ])('with a key under %s are refused before they enter a history', (path, options) => {
    const message = refusalOf(options);
    expect(message).toContain(`providerOptions.${path}: neither keys nor headers stand in a spec`);
    expect(message).not.toContain('sk-secret');
  });

  it('may name what only sounds like a key', () => {
    const options = {
      max_tool_calls: 3,
      prompt_cache_key: 'a',
      logprobs: true,
      text: { format: { schema: { properties: { headers: { type: 'string' } } } } },
    };
    expect(parseStep(agent(options))).toMatchObject({ providerOptions: options });
  });

  it.each([
    'background',
    'previous_response_id',
    'conversation',
    'tool_choice',
    'functions',
    'stream_options',
  ])('can not set %s, which the pattern decides', (field) => {
    const settings = { temperature: null, reasoningEffort: null, providerOptions: { [field]: 1 } };
    expect(settingProblems(settings, 'responses')).toMatchObject([
      { path: `providerOptions.${field}` },
    ]);
  });
});

it.each([
  [{ temperature: 0.5 }, 'temperature: the Messages API has no temperature'],
  [{ providerOptions: { background: true } }, 'providerOptions.background: '],
] as const)(
  'a worker refuses %j, which its API does not take, before it asks',
  async (settings, words) => {
    const { call, server } = await kitchen(['Yes.'], { endpoint: { api: 'messages' } });
    const error = await rejection(call(modelCall({}, settings)));
    expect(error).toMatchObject({
      type: 'Input.Invalid',
      nonRetryable: true,
      message: expect.stringContaining(words),
    });
    expect(server.requests).toEqual([]);
  },
);
