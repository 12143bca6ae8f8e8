import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { capabilitiesOf } from '../../../src/activities/providers/abilities/defaults.ts';
import { createProvider } from '../../../src/activities/providers/create-provider.ts';
import { endpointAt } from '../activities/fixtures.ts';
import { Heard, requestTo } from './heard-calls.ts';
import { chunk, finished, streamOf } from './stream-of.ts';

/** A server that ends its streams so long after what it has to say; the connections it was asked over. */
async function countingServer(endsAfterMs: number) {
  const used = new Set<Socket>();
  const server = createServer((incoming, response) => {
    used.add(incoming.socket);
    incoming.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(streamOf([chunk({ content: 'Yes' }), finished('stop'), '[DONE]']));
    setTimeout(() => response.end(), endsAfterMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { used, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function askSixTimes(url: string) {
  const endpoint = endpointAt(url, { api: 'chat' });
  const provider = createProvider(endpoint);
  const request = requestTo(endpoint, { can: capabilitiesOf(endpoint) });
  for (let call = 0; call < 6; call += 1) {
    const begunAt = performance.now();
    await provider.complete(request, AbortSignal.timeout(5_000), 5_000, new Heard());
    expect(performance.now() - begunAt).toBeLessThan(1_000);
    await sleep(40);
  }
}

it.each([0, 20])(
  'A connection whose stream has ended, %s ms after its last event, is used again.',
  async (endsAfterMs) => {
    const { used, url } = await countingServer(endsAfterMs);
    await askSixTimes(url);

    expect(used.size).toBe(1);
  },
);

it('A connection whose stream does not end is closed, and nobody waits for it.', async () => {
  const { used, url } = await countingServer(60_000);
  await askSixTimes(url);
  await sleep(600);

  expect([...used].map(({ destroyed }) => destroyed)).toEqual(Array(6).fill(true));
});
