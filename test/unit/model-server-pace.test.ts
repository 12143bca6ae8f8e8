import { describe, expect, it, onTestFinished } from 'vitest';
import { startModelServer, type ModelServerOptions } from '../../src/simulated-model/index.ts';

const ask = (url: string, stream: boolean) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', stream, messages: [{ role: 'user', content: 'Hi' }] }),
  });

/** The pieces of a streamed reply, with the time at which each has come, and when all had. */
async function timed(options: ModelServerOptions) {
  const server = await startModelServer(options);
  onTestFinished(() => server.close());
  const begunAt = performance.now();
  const response = await ask(server.url, true);
  const arrived: { text: string; ms: number }[] = [];
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const ms = performance.now() - begunAt;
    for (const [, text = ''] of chunk.matchAll(/"content":"([^"]+)"/g)) arrived.push({ text, ms });
  }
  return { arrived, ms: performance.now() - begunAt };
}

describe('a streamed reply of the scripted server', () => {
  it('comes in pieces of so many characters, one each so many milliseconds', async () => {
    const text = 'twenty characters_ !'.repeat(5);
    const pace = { characters: 20, everyMs: 40 };
    const { arrived } = await timed({ script: [{ text, pace }] });

    expect(arrived.map((each) => each.text)).toEqual(Array(5).fill('twenty characters_ !'));
    const [first, last] = [arrived.at(0)?.ms ?? 0, arrived.at(-1)?.ms ?? 0];
    expect(last - first).toBeGreaterThan(120);
  });

  it('cuts no pair, and cuts the arguments of calls as well', async () => {
    const server = await startModelServer({
      script: [{ text: '😀😀a', toolCalls: [{ name: 't', arguments: '{"a":1}' }] }],
      pace: { characters: 1, everyMs: 0 },
    });
    onTestFinished(() => server.close());
    const stream = await (await ask(server.url, true)).text();

    const texts = [...stream.matchAll(/"content":"([^"]+)"/g)].map(([, text]) => text);
    expect(texts).toEqual(['😀', '😀', 'a']);
    expect([...stream.matchAll(/"arguments":"(\\?.)"}/g)]).toHaveLength(7);
  });

  it('begins early and ends with its latency where it is to', async () => {
    const { arrived, ms } = await timed({ latencyMs: 400, streamsEarly: true });

    expect(arrived.at(0)?.ms).toBeLessThan(350);
    expect(ms).toBeGreaterThan(350);
  });

  it('comes at once otherwise, and so does a plain one', async () => {
    const pace = { characters: 1, everyMs: 1_000 };
    const server = await startModelServer({ script: [{ text: 'Hello', pace }] });
    onTestFinished(() => server.close());
    const begunAt = performance.now();
    await (await ask(server.url, false)).text();

    expect(performance.now() - begunAt).toBeLessThan(1_000);
  });
});
