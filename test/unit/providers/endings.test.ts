import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { rejection } from '../activities/fixtures.ts';
import { withSearch } from '../activities/tool-calls.ts';
import { choice, replyTo } from './reply-to.ts';

describe('the end of a reply', () => {
  const ended = (finish_reason: string) => choice({ content: 'Half a' }, { finish_reason });

  it.each([
    'length',
    'model_length',
    'MAX_TOKENS',
    'max_tokens',
    'max_output_tokens',
    'token_limit',
    'context_length',
  ])('by %s is a cut', async (reason) => {
    expect(await replyTo('chat', ended(reason))).toMatchObject({ problem: { kind: 'cut' } });
  });

  it.each([
    'content_filter',
    'SAFETY',
    'RECITATION',
    'PROHIBITED_CONTENT',
    'guardrail_intervened',
    'content_filtered',
  ])('by %s is a refusal', async (reason) => {
    expect(await replyTo('chat', ended(reason))).toMatchObject({ problem: { kind: 'refused' } });
  });

  it.each([
    'error',
    'network_error',
    'insufficient_system_resource',
    'abort',
    'ERROR',
    'cancelled',
    'timeout',
  ])('by %s is no end: it is tried again', async (reason) => {
    expect(await rejection(replyTo('chat', ended(reason)))).toMatchObject({
      type: 'Model.Unavailable',
      nonRetryable: false,
      message: expect.stringContaining(reason),
    });
  });

  it.each([
    'stop',
    'STOP',
    'eos',
    'eos_token',
    'end_turn',
    'stop_sequence',
    'complete',
    'tool_calls',
    '<|eot_id|>',
  ])('by %s is one', async (reason) => {
    const reply = await replyTo('chat', ended(reason));

    expect(reply).toMatchObject({ problem: null });
    expect(reply).not.toHaveProperty('warnings');
  });

  it('by a word that nobody knows is one, with a warning', async () => {
    expect(await replyTo('chat', ended('xyzzy'))).toMatchObject({
      problem: null,
      warnings: [{ type: 'Reply.Ending', message: expect.stringContaining("'xyzzy'") }],
    });
  });

  it.each<[Api, object, string]>([
    [
      'responses',
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [] },
      'cut',
    ],
    [
      'responses',
      { status: 'incomplete', incomplete_details: { reason: 'content_filter' }, output: [] },
      'refused',
    ],
    [
      'messages',
      { content: [{ type: 'text', text: 'Half' }], stop_reason: 'model_context_window_exceeded' },
      'cut',
    ],
    ['messages', { content: [], stop_reason: 'refusal' }, 'refused'],
  ])('in the words of %s: %j', async (api, body, kind) => {
    expect(await replyTo(api, body)).toMatchObject({ problem: { kind } });
  });

  it('by a tool call that the server could not read goes back to the model', async () => {
    const body = choice({ content: '' }, { finish_reason: 'MALFORMED_FUNCTION_CALL' });

    expect(await replyTo('chat', body, withSearch)).toMatchObject({ problem: { kind: 'tool' } });
  });
});
