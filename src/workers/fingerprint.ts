import { createHash } from 'node:crypto';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import type { Transforms } from '../activities/transforms.ts';
import type { Serving } from '../core/serving.ts';
import { isReady } from './endpoints.ts';

/** What a worker with these endpoints and functions serves: for clients, and for a run's memo. */
export function servingOf(endpoints: readonly Endpoint[], transforms: Transforms): Serving {
  const providers = endpoints.map((endpoint) => {
    const { name, api, baseURL, keyEnv } = endpoint;
    return [name, { api, baseURL, keyEnv, ready: isReady(endpoint) }] as const;
  });
  const functions = Object.entries(transforms).map(
    ([name, code]) => [name, digest(String(code)).slice(0, 8)] as const,
  );
  return { providers: Object.fromEntries(providers), transforms: Object.fromEntries(functions) };
}

/**
 * The end of the queue names of an embedded worker. Processes with other functions, endpoints or
 * keys get another one, and so never take each other's tasks.
 */
export function suffixFor(endpoints: readonly Endpoint[], transforms: Transforms): string {
  const keys = endpoints.map(({ name, apiKey }) => [name, apiKey]);
  const served = JSON.stringify([servingOf(endpoints, transforms), keys]);
  return `.${digest(served).slice(0, 8)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
