import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../src/activities/providers/problems/retry-after.ts';
import { kitchenAt, modelCall, rejection } from '../activities/fixtures.ts';
import { failureOf, serving } from './failure-of.ts';

describe('when a server says to come back', () => {
  it.each([
    [{}, { wait: '9s' }, 9_000],
    [{}, { words: 'Please try again in 9s.' }, 9_000],
    [{}, { words: 'Please retry in 9.5s' }, 9_500],
    [{}, { words: 'Rate limit reached. Please try again in 1m2.5s. Visit …' }, 60_000],
    [{}, { words: 'Please try again in 600ms' }, 600],
    [{}, { words: 'retry after 20 seconds' }, 20_000],
    [{}, { words: 'Please wait 30 seconds and retry' }, 30_000],
    [{}, { wait: 20 }, 20_000],
    [{ 'retry-after': '3s' }, {}, 3_000],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '2s' }, {}, 2_000],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, {}, 60_000],
    [{ 'x-ratelimit-remaining-requests': '5', 'x-ratelimit-reset-requests': '2s' }, {}, undefined],
    [
      {
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': new Date(5_000).toISOString(),
      },
      {},
      5_000,
    ],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000007' }, {}, 60_000],
    [{}, { words: 'there are 9s in it' }, undefined],
    [{}, {}, undefined],
  ])('%j %j is %s', (headers, said, expected) => {
    const found = retryAfterMs(new Headers(headers), { wait: undefined, words: '', ...said }, 0);

    expect(found).toBe(expected);
  });
});

describe('an answer on its way', () => {
  const good = JSON.stringify({
    choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }],
  });

  it('may be compressed, though that was not asked for', async () => {
    const baseURL = await serving((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(good)),
    );
    const { call } = await kitchenAt({ api: 'chat', baseURL });

    expect(await call(modelCall())).toMatchObject({ content: 'Yes.' });
  });

  it('that leads elsewhere is not followed with the key', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await serving((request, response) => {
      seen.push(request.headers.authorization);
      response.end(good);
    });
    const failed = await failureOf(307, '', { location: elsewhere });

    expect(failed).toMatchObject({ type: 'Model.Rejected', nonRetryable: true });
    expect(failed.message).toContain('check the base URL');
    expect(seen).toEqual([]);
  });

  it('is read to 16 MB, and no further', async () => {
    let sent = 0;
    const baseURL = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = 'x'.repeat(1024 * 1024);
      const send = () => {
        while (!response.destroyed && sent < 200) {
          sent += 1;
          if (!response.write(piece)) return void response.once('drain', send);
        }
      };
      send();
    });
    const { call } = await kitchenAt({ api: 'chat', baseURL });

    expect(await rejection(call(modelCall()))).toMatchObject({
      type: 'Payload.TooLarge',
      nonRetryable: true,
      message: expect.stringContaining('more than 16 MB'),
    });
    expect(sent).toBeLessThan(100);
  });

  it.each([
    ['breaks off', ['{"choices":[{"delta":{"content":"Ye"}}]}'], 'broke off before its end'],
    [
      'tells of an error',
      [
        '{"choices":[{"delta":{"content":"Ye"}}]}',
        '{"error":{"message":"upstream went away","code":502}}',
      ],
      'upstream went away',
    ],
  ])('as a stream that %s is tried again', async (_, events, said) => {
    const text = events.map((data) => `data: ${data}\n\n`).join('');
    const failed = await failureOf(200, text, { 'content-type': 'text/event-stream' });

    expect(failed).toMatchObject({ type: 'Model.Unavailable', nonRetryable: false });
    expect(failed.message).toContain(said);
  });

  it('as a stream needs neither [DONE] nor usage nor the end of the connection', async () => {
    const baseURL = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': keep-alive\r\n\r\ndata: {"choices":[{"delta":{"content":"Ja"}}]}\r\n\r\n');
      response.write(
        'data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n',
      );
    });
    const { call } = await kitchenAt({ api: 'chat', baseURL });

    expect(await call(modelCall())).toMatchObject({ content: 'Ja', problem: null });
  });
});

describe('a key that no request can carry', () => {
  it.each(['sk-abc…def', 'sk-abc\nsk-def', 'sk abc', 'sk-ключ'])(
    'is named by its variable: %j',
    async (apiKey) => {
      const { call } = await kitchenAt({ apiKey, baseURL: 'http://127.0.0.1:9/v1' });
      const failed = await rejection(call(modelCall()));

      expect(failed).toMatchObject({ type: 'Model.Rejected', nonRetryable: true });
      expect(String(failed)).toContain('HOUSE_KEY');
      expect(String(failed)).not.toContain(apiKey);
    },
  );
});
