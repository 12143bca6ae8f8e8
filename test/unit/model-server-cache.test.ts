import { Anthropic } from '@anthropic-ai/sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startModelServer } from '../../src/simulated-model/index.ts';
import { PromptCache } from '../../src/simulated-model/prompt-cache.ts';
import { textOf } from '../support/repeated-scenes.ts';

const mark = { type: 'ephemeral' as const };
const hour = { type: 'ephemeral' as const, ttl: '1h' as const };
const minute = 60_000;

const block = (text: string, cache_control?: object) => ({ type: 'text', text, cache_control });
const body = (blocks: object[], more: object = {}) => ({
  ...{ model: 'm', messages: [{ role: 'user', content: blocks }] },
  ...more,
});
const long = textOf('The question', 2_000);

/** What requests use, asked one after another at these times. */
function usesOf(...asked: [body: object, at: number][]) {
  const cache = new PromptCache();
  return asked.map(([each, at]) => {
    const found = cache.look(each, at);
    found?.keep(at);
    return found?.use;
  });
}

describe('the prompt cache of the Messages API', () => {
  it('gives what an earlier request has marked, and counts what is written', () => {
    const first = body([block(long, mark)]);
    const second = body([block(long), block(textOf('More', 400), mark), block('And?')]);
    const [wrote, read] = usesOf([first, 0], [second, minute]);
    expect(wrote).toMatchObject({ cachedTokens: 0, cacheWriteTokens: wrote?.inputTokens });
    expect(read?.cachedTokens).toBe(wrote?.inputTokens);
    expect(read?.cacheWriteTokens).toBeCloseTo(400, -1);
    expect(read?.inputTokens).toBeGreaterThan(read!.cachedTokens + read!.cacheWriteTokens);
  });

  it.each<[string, object]>([
    ['the text', body([block(`${long}!`, mark)])],
    ['the model', body([block(long, mark)], { model: 'other' })],
    ['a tool', body([block(long, mark)], { tools: [{ name: 'a', input_schema: {} }] })],
    ['the system prompt', body([block(long, mark)], { system: 'You are Ann.' })],
    [
      'the schema of the reply',
      body([block(long, mark)], { output_config: { format: { type: 'json_schema', schema: {} } } }),
    ],
    ['the mark is gone', body([block(long)])],
  ])('gives nothing where something before the mark is another: %s', (_, other) => {
    const [, read] = usesOf([body([block(long, mark)]), 0], [other, 1]);
    expect(read?.cachedTokens ?? 0).toBe(0);
  });

  it('keeps nothing of under 1,024 tokens', () => {
    const short = body([block(textOf('Short', 900), mark)]);
    expect(usesOf([short, 0], [short, 1])).toMatchObject([
      { cachedTokens: 0, cacheWriteTokens: 0 },
      { cachedTokens: 0, cacheWriteTokens: 0 },
    ]);
  });

  it('keeps it for five minutes after it was last read, or for an hour', () => {
    const five = body([block(long, mark)]);
    const [, , kept, gone] = usesOf(
      [five, 0],
      [five, 4 * minute],
      [five, 8 * minute],
      [five, 14 * minute],
    );
    expect(kept?.cachedTokens).toBe(kept?.inputTokens);
    expect(gone?.cachedTokens).toBe(0);
    const long1h = body([block(long, hour)]);
    const [, later, after] = usesOf([long1h, 0], [long1h, 50 * minute], [long1h, 111 * minute]);
    expect(later?.cachedTokens).toBe(later?.inputTokens);
    expect(after?.cachedTokens).toBe(0);
  });

  it('looks 20 blocks back from a mark, and no further', () => {
    const after = (count: number) => {
      const more = Array.from({ length: count }, (_, at) => block(`${at}`));
      return body([block(long), ...more.slice(0, -1), block('end', mark)]);
    };
    const found = (count: number) =>
      usesOf([body([block(long, mark)]), 0], [after(count), 1])[1]?.cachedTokens;
    expect(found(19)).toBeGreaterThan(0);
    expect(found(20)).toBe(0);
  });
});

describe('the model server', () => {
  it('says in the usage what came from the cache, and refuses a fifth mark', async () => {
    const server = await startModelServer({ script: () => 'Yes.' });
    onTestFinished(() => server.close());
    const client = new Anthropic({ apiKey: 'key', baseURL: server.url, maxRetries: 0 });
    const ask = (marks: number) =>
      client.messages.create({
        ...{ model: 'm', max_tokens: 10 },
        system: Array.from({ length: marks }, () => ({
          type: 'text',
          text: long,
          cache_control: hour,
        })),
        messages: [{ role: 'user', content: 'Hello.' }],
      });
    const [first, second] = [(await ask(1)).usage, (await ask(1)).usage];
    const written = first.cache_creation_input_tokens;
    expect(first).toMatchObject({
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_1h_input_tokens: written, ephemeral_5m_input_tokens: 0 },
    });
    expect(second).toMatchObject({
      ...{ input_tokens: first.input_tokens, cache_read_input_tokens: written },
      cache_creation_input_tokens: 0,
    });
    await expect(ask(5)).rejects.toThrow('maximum of 4 blocks');
  });
});
