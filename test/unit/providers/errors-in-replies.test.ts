import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { rejection } from '../activities/fixtures.ts';
import { replyTo } from './reply-to.ts';
import { chunk, type Sent, streamedTo } from './stream-of.ts';

describe('an error told with success', () => {
  const error = { message: 'the GPU is on fire' };
  const words = expect.stringContaining('the GPU is on fire');

  it.each<[string, Sent[]]>([
    ['an event that is one', [{ object: 'error', ...error, code: 404 }]],
    ['an event with a code', [chunk({ content: 'Ha' }), { ...error, code: 429 }]],
    ['words in place of the end', [chunk({ content: 'Ha' }), error]],
    ['an event of that name', [['error', error]]],
    ['a choice', [chunk({ content: 'Ha' }, { error })]],
  ])('in a stream, as %s, is told', async (_, events) => {
    expect(await rejection(streamedTo('chat', events))).toMatchObject({ message: words });
  });

  it.each<[string, Api, object]>([
    [
      'beside a choice that says nothing',
      'chat',
      { error, choices: [{ message: { content: '' }, finish_reason: null }] },
    ],
    [
      'beside a choice without a message',
      'chat',
      { error, choices: [{ message: null, finish_reason: null }] },
    ],
    ['in a choice', 'chat', { choices: [{ message: { content: 'Ha' }, error }] }],
    ['in a message', 'messages', { content: [], error }],
    ['in a message without content', 'messages', { type: 'message', content: null, error }],
    ['as a text', 'responses', { status: 'failed', output: [], error: 'CUDA: the GPU is on fire' }],
  ])('%s is told', async (_, api, body) => {
    expect(await rejection(replyTo(api, body))).toMatchObject({ message: words });
  });
});
