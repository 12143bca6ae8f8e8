import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { completeWhenReady } from '../../../src/activities/complete-when-ready.ts';
import { capabilitiesOf } from '../../../src/activities/providers/abilities/defaults.ts';
import { createProvider } from '../../../src/activities/providers/create-provider.ts';
import type { Endpoint } from '../../../src/activities/providers/endpoint.ts';
import type { LiveListener } from '../../../src/activities/providers/live.ts';
import type { ProviderReply, ProviderRequest } from '../../../src/activities/providers/provider.ts';
import type { Capabilities } from '../../../src/core/capabilities.ts';
import type { Api } from '../../../src/core/provider-apis.ts';
import { endpointAt } from '../activities/fixtures.ts';

/** What comes of a reply, in the order in which it does. */
export class Heard implements LiveListener {
  texts: string[] = [];
  calls: { name: string; text: string }[] = [];
  restarts: string[] = [];
  thoughts = 0;

  text(piece: string): void {
    this.texts.push(piece);
  }

  toolCall(index: number, name: string, piece: string): void {
    const call = (this.calls[index] ??= { name, text: '' });
    call.text += piece;
  }

  thinks(): void {
    this.thoughts += 1;
  }

  restart(reason: string): void {
    this.texts = [];
    this.calls = [];
    this.restarts.push(reason);
  }
}

export const search = {
  name: 'search',
  description: 'Searches.',
  parameters: { type: 'object', properties: { query: { type: 'string' } } },
};

export function requestTo(endpoint: Endpoint, more: Partial<ProviderRequest>): ProviderRequest {
  return {
    model: 'm',
    system: 'You are a critic.',
    messages: [{ role: 'user', content: 'Is it good?' }],
    tools: [search],
    maxOutputTokens: 100,
    temperature: null,
    reasoningEffort: null,
    options: {},
    promptCache: 'off',
    schema: null,
    can: capabilitiesOf(endpoint),
    ...more,
  };
}

export interface HeardOptions {
  endpoint?: Partial<Endpoint>;
  request?: Partial<ProviderRequest>;
  limitMs?: number;
  /** What was found out of the server. */
  can?: Partial<Capabilities>;
}

/** The reply of a server, heard by somebody, or by nobody. */
export async function complete(
  api: Api,
  url: string,
  live?: LiveListener,
  options: HeardOptions = {},
): Promise<ProviderReply> {
  const endpoint = endpointAt(url, { api, ...options.endpoint });
  const request = requestTo(endpoint, options.request ?? {});
  const { limitMs = 5_000 } = options;
  return await createProvider(endpoint).complete(
    request,
    AbortSignal.timeout(limitMs),
    limitMs,
    live,
  );
}

/** The same, adapted to what the server refuses. */
export async function completeAdapted(
  api: Api,
  url: string,
  live?: LiveListener,
  { endpoint: fields = {}, request = {}, can = {} }: HeardOptions = {},
) {
  const endpoint = endpointAt(url, { api, ...fields });
  const asking = {
    provider: createProvider(endpoint),
    call: { agentName: 'A', endpoint, model: 'm' },
    can: capabilitiesOf(endpoint, can),
    set: endpoint.capabilities,
    write: (known: Capabilities) => ({ ...requestTo(endpoint, request), can: known }),
    live,
  };
  const limit = { signal: AbortSignal.timeout(5_000), limitMs: 5_000 };
  return await completeWhenReady(asking, limit, () => undefined);
}

/** A server that sends a stream bit by bit: texts as they are, numbers are pauses in ms. */
export async function slowServer(bits: readonly (string | number)[], type = 'text/event-stream') {
  const state = { closed: Promise.resolve(), requests: 0 };
  const server = createServer((incoming, response) => {
    state.requests += 1;
    state.closed = new Promise((resolve) => response.once('close', resolve));
    incoming.resume();
    response.writeHead(200, { 'content-type': type });
    response.flushHeaders();
    void sendSlowly(response, bits);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, state };
}

async function sendSlowly(response: ServerResponse, bits: readonly (string | number)[]) {
  for (const bit of bits) {
    if (response.destroyed) return;
    if (typeof bit === 'number') await sleep(bit);
    else response.write(bit);
  }
  response.end();
}
