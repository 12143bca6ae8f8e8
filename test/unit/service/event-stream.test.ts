import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { expect, it } from 'vitest';
import { eventStream, type StreamMessage } from '../../../src/service/event-stream.ts';

const never = new AbortController().signal;

/** Gives what is given, then waits until it is ended. */
async function* given(signal: AbortSignal, messages: readonly StreamMessage[]) {
  yield* messages;
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

it('writes messages as server-sent events, whatever stands in them', async () => {
  const messages = [
    { id: '1', event: 'told', data: 'one\ntwo' },
    { id: '2\nid: 9', data: '' },
  ];
  async function* source() {
    yield* messages;
  }
  const stream = eventStream(source, { heartbeatMs: 1_000, closing: never });
  expect(await stream.text()).toBe(
    'retry: 1000\n\nid: 1\nevent: told\ndata: one\ndata: two\n\nid: 2 id: 9\ndata: \n\n',
  );
});

it('gives signs of life while there is nothing to tell', async () => {
  const stream = eventStream((signal) => given(signal, []), { heartbeatMs: 5, closing: never });
  const reader = stream.body!.getReader();
  await reader.read();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe(': here\n\n');
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe(': here\n\n');
  await reader.cancel();
});

it('begins nothing before somebody reads', async () => {
  let begun = false;
  const source = (signal: AbortSignal) => {
    begun = true;
    return given(signal, []);
  };
  const { body } = eventStream(source, { heartbeatMs: 1_000, closing: never });
  await sleep(5);
  await body?.cancel();
  expect(begun).toBe(false);
});

it('asks for no message before the reader has taken the one before', async () => {
  let made = 0;
  async function* endless() {
    for (;;) {
      made += 1;
      await sleep(0);
      yield { data: 'x'.repeat(100_000) };
    }
  }
  const stream = eventStream(endless, { heartbeatMs: 1_000, closing: never });
  const reader = stream.body!.getReader();
  for (let read = 0; read < 3; read += 1) await reader.read();
  await sleep(50);
  expect(made).toBeLessThan(6);
  await reader.cancel();
});

it('ends its source when the client has gone, and when the service closes', async () => {
  const ended: string[] = [];
  const closing = new AbortController();
  const fetch = ({ url }: Request) =>
    eventStream(
      (signal) => {
        signal.addEventListener('abort', () => ended.push(new URL(url).pathname));
        return given(signal, [{ data: 'first' }]);
      },
      { heartbeatMs: 1_000, closing: closing.signal },
    );
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gone = new AbortController();
  const one = await globalThis.fetch(`${url}/one`, { signal: gone.signal });
  const two = await globalThis.fetch(`${url}/two`);
  expect(one.headers.get('content-type')).toMatch(/^text\/event-stream/);
  gone.abort();
  await expect.poll(() => ended).toEqual(['/one']);
  closing.abort();
  expect(await two.text()).toMatch(/data: first\n\n$/);
  expect(ended).toEqual(['/one', '/two']);
  await new Promise((resolve) => server.close(resolve));
});

it('sends all that its source has to say when the service closes', async () => {
  const closing = new AbortController();
  async function* source(signal: AbortSignal) {
    yield* given(signal, [{ data: 'first' }]);
    yield { data: 'it closes' };
    yield { data: 'the last' };
  }
  const stream = eventStream(source, { heartbeatMs: 1_000, closing: closing.signal });
  const read = stream.text();
  await sleep(5);
  closing.abort();
  expect(await read).toMatch(/data: first\n\ndata: it closes\n\ndata: the last\n\n$/);
});

it.each([
  ['at once', []],
  ['later', [{ data: 'said' }]],
])('ends with a comment where its source breaks off %s, and logs why', async (_, said) => {
  const logged: string[] = [];
  async function* source() {
    yield* said;
    await Promise.reject(new Error('the secret of the inside'));
  }
  const log = (line: string) => void logged.push(line);
  const stream = eventStream(source, { heartbeatMs: 1_000, closing: never, log });
  const text = await stream.text();
  expect(text).toMatch(/\n\n: broken off, ask again for what is left\n\n$/);
  expect(text).not.toContain('secret');
  expect(logged).toEqual(['an event stream has broken off: the secret of the inside']);
});
