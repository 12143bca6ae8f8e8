import { type Dispatcher, EnvHttpProxyAgent, MockAgent } from 'undici';
import { afterAll, vi } from 'vitest';

export interface SentRequest {
  url: string;
  method: string;
  body: string;
  /** What it would have gone through. */
  dispatcher: object;
}

/** Catches what goes to the providers' own addresses in a test file, answers it with `reply`, and gives what was sent. */
export function catchRequests(reply: object): SentRequest[] {
  const sent: SentRequest[] = [];
  const network = new MockAgent({ connections: 1 });
  network.disableNetConnect();
  const dispatch = vi.spyOn(EnvHttpProxyAgent.prototype, 'dispatch');
  afterAll(() => dispatch.mockRestore());
  dispatch.mockImplementation(function (
    this: EnvHttpProxyAgent,
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ) {
    const { path, method, body } = options;
    const request = { url: `${String(options.origin)}${path}`, method, body: '', dispatcher: this };
    sent.push(request);
    const json = { headers: { 'content-type': 'application/json' } };
    network.get(String(options.origin)).intercept({ path, method }).reply(200, reply, json);
    void (async () => {
      request.body = await textOf(body);
      network.dispatch({ ...options, body: request.body }, handler);
    })();
    return true;
  });
  return sent;
}

async function textOf(body: unknown): Promise<string> {
  if (typeof body === 'string') return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
