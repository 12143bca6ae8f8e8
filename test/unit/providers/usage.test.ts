import { describe, expect, it } from 'vitest';
import { choice, replyTo } from './reply-to.ts';

describe('usage', () => {
  const used = (usage: unknown) => replyTo('chat', { ...choice({ content: 'hi' }), usage });
  const counts = (inputTokens: number, outputTokens: number, more: object = {}) => ({
    usage: { inputTokens, outputTokens, cachedTokens: 0, reasoningTokens: 0, calls: 1, ...more },
  });

  it.each([
    ['in texts', { prompt_tokens: '10', completion_tokens: '5' }, counts(10, 5)],
    ['without the output', { prompt_tokens: 10, total_tokens: 15 }, counts(10, 5)],
    [
      'with details that are a list',
      { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: [] },
      counts(10, 5),
    ],
    [
      'with reasoning beside the output',
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 415,
        completion_tokens_details: { reasoning_tokens: 400 },
      },
      counts(10, 405, { reasoningTokens: 400 }),
    ],
    [
      'with reasoning only in the total',
      { prompt_tokens: 10, completion_tokens: 5, total_tokens: 415 },
      counts(10, 405, { reasoningTokens: 400 }),
    ],
    [
      'with reasoning inside the output',
      {
        prompt_tokens: 10,
        completion_tokens: 405,
        total_tokens: 415,
        completion_tokens_details: { reasoning_tokens: 400 },
      },
      counts(10, 405, { reasoningTokens: 400 }),
    ],
    [
      'with reasoning at the top',
      { prompt_tokens: 10, completion_tokens: 405, reasoning_tokens: 400 },
      counts(10, 405, { reasoningTokens: 400 }),
    ],
    [
      'cached, by DeepSeek',
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        prompt_cache_hit_tokens: 8,
        prompt_cache_miss_tokens: 2,
      },
      counts(10, 5, { cachedTokens: 8 }),
    ],
    [
      'cached, by Moonshot',
      { prompt_tokens: 10, completion_tokens: 5, cached_tokens: 8 },
      counts(10, 5, { cachedTokens: 8 }),
    ],
    [
      'cached beside the input',
      {
        prompt_tokens: 2,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 8 },
      },
      counts(10, 5, { cachedTokens: 8 }),
    ],
    ['by the names of Anthropic', { input_tokens: 10, output_tokens: 5 }, counts(10, 5)],
  ])('is read %s', async (_, usage, expected) => {
    const reply = await used(usage);

    expect(reply).toMatchObject(expected);
    expect(reply).not.toHaveProperty('warnings');
  });

  it.each([
    [null],
    [undefined],
    [{}],
    [{ prompt_tokens: null, completion_tokens: null }],
    [{ prompt_tokens: 0, completion_tokens: 0 }],
    ['none'],
    [{ prompt_tokens: -1, completion_tokens: 5 }],
  ])('that cannot be told is unknown, and said: %j', async (usage) => {
    expect(await used(usage)).toMatchObject({
      cost: null,
      problem: null,
      warnings: [{ type: 'Usage.Missing', message: expect.stringContaining('house') }],
    });
  });
});
