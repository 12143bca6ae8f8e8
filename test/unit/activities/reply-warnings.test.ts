import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../../src/activities/providers/abilities/defaults.ts';
import { warningsOf } from '../../../src/activities/reply-warnings.ts';
import { isSameModel } from '../../../src/activities/same-model.ts';
import { tokensOf } from '../../../src/activities/tokens.ts';
import { noUsage } from '../../../src/core/usage.ts';
import { endpointAt } from './fixtures.ts';

describe('a model that answers', () => {
  it.each([
    ['gpt-4o', 'gpt-4o-mini'],
    ['gpt-5.4-mini', 'gpt-5.4'],
    ['gpt-4', 'gpt-4-turbo'],
    ['gemini-2.5-flash', 'gemini-2.5-flash-lite'],
    ['o3', 'o3-mini'],
    ['o3', 'o3-mini-2025-01-31'],
    ['qwen3:8b', 'qwen3:14b'],
    ['deepseek-v3', 'deepseek-v2'],
    ['gpt-5.4', 'gpt-5'],
  ])('is another one: %s, %s', (asked, answered) => {
    expect(isSameModel(asked, answered)).toBe(false);
  });

  it.each([
    ['gpt-5', 'gpt-5-2025-08-07'],
    ['gpt-4', 'gpt-4-0613'],
    ['openai/gpt-4o', 'gpt-4o-2024-11-20'],
    ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['anthropic/claude-haiku-4.5', 'claude-haiku-4-5-20251001'],
    ['claude-sonnet-4-0', 'claude-sonnet-4-20250514'],
    ['mistral-large-latest', 'mistral-large-2411'],
    ['gemini-2.5-flash', 'models/gemini-2.5-flash-preview-05-20'],
    ['gemini-2.0-flash', 'gemini-2.0-flash-001'],
    ['llama3.2', 'llama3.2:latest'],
    ['llama3.2', 'Llama-3.2-3B-Instruct-Q4_K_M.gguf'],
    ['google/gemma-3-27b-it', 'gemma-3-27b'],
    ['Qwen/Qwen3-8B', 'Qwen3-8B-FP8'],
    ['deepseek/deepseek-r1:free', 'deepseek-r1'],
    ['gpt-4o', ''],
    ['gpt-4o', 'm'],
  ])('is the one that was asked for: %s, %s', (asked, answered) => {
    expect(isSameModel(asked, answered)).toBe(true);
  });
});

/** The warnings of a reply to a prompt of some 10,000 tokens, of which so many were counted. */
async function typesFor(counted: (tokens: number) => number, words = 9_000) {
  const content = 'The weather in town is fine today. '.repeat(words / 7);
  const endpoint = endpointAt(null, { api: 'chat' });
  const settings = { temperature: null, reasoningEffort: null, options: {}, schema: null };
  const asked = { system: '', messages: [{ role: 'user' as const, content }], tools: [] };
  const can = capabilitiesOf(endpoint);
  const rest = { model: 'm', maxOutputTokens: 10, promptCache: 'off' as const, can };
  const inputTokens = Math.round(counted(await tokensOf(`\n${content}`, 1)));
  const usage = { ...noUsage, inputTokens };
  const found = await warningsOf({
    ...{ endpoint, content: 'Yes.', problem: null, hasOutput: false },
    texts: { ...asked, input: content, known: '', first: 0 },
    request: { ...asked, ...settings, ...rest },
    reply: { text: 'Yes.', turn: null, model: 'm', usage, cacheWriteTokens: 0, stop: 'end' },
  });
  return found.map(({ type }) => type);
}

describe('a prompt that was cut', () => {
  it.each([
    ['by far', () => 2_000],
    ['to a usual context', () => 8_192],
    ['to a little less than a usual context', () => 8_150],
  ])('%s is told', async (_, counted) => {
    expect(await typesFor(counted)).toEqual(['Prompt.Cut']);
  });

  it.each([
    ['counts what was estimated', (tokens: number) => tokens],
    ['counts somewhat less', (tokens: number) => 0.85 * tokens],
    ['is just above a usual context', () => 8_193],
  ])('is not one that %s', async (_, counted) => {
    expect(await typesFor(counted, 10_500)).toEqual([]);
  });

  it('is not one that fills a usual context by chance', async () => {
    expect(await typesFor(() => 8_192, 7_700)).toEqual([]);
  });
});
