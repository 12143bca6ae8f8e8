import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/core/parse-json.ts';

describe('JSON that somebody else has written', () => {
  it.each([
    ['{"a": [1, "}]", "\\"", "\\\\"]}', { a: [1, '}]', '"', '\\'] }],
    [JSON.stringify({ text: '[{",'.repeat(200_000) }), { text: '[{",'.repeat(200_000) }],
    ['['.repeat(400) + ']'.repeat(400), expect.any(Array)],
  ])('is read, whatever stands in its texts', (text, value) => {
    expect(parseJson(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['nested more than 500 levels deep', '['.repeat(600) + ']'.repeat(600)],
    ['nested more than 500 levels deep', '{"a":'.repeat(1_000_000)],
    ['more than 100000 values', `[${'0,'.repeat(4_000_000)}0]`],
    ['more than 100000 values', `[${'[],'.repeat(2_000_000)}0]`],
  ])('is not read where it is %s', (reason, text) => {
    const started = performance.now();
    const read = parseJson(text);

    expect(read).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
    expect(performance.now() - started).toBeLessThan(100);
  });
});
