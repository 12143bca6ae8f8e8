import { createHash, randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import { databaseAddress, withoutPassword } from '../activities/store/database-url.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { Transforms } from '../activities/transforms.ts';
import type { Serving } from '../core/serving.ts';
import type { SimulatedTools } from '../simulated-model/index.ts';
import { isReady } from './endpoints.ts';

/** What a worker with these endpoints and functions serves: for clients, and for a run's memo. */
export function servingOf(
  endpoints: readonly Endpoint[],
  transforms: Transforms,
  tools: readonly Tool[] = [],
): Serving {
  const providers = endpoints.map((endpoint) => {
    const { name, api, baseURL, keyEnv, model } = endpoint;
    return [name, { api, baseURL, keyEnv, model, ready: isReady(endpoint) }] as const;
  });
  const functions = Object.entries(transforms).map(
    ([name, code]) => [name, digest(String(code)).slice(0, 8)] as const,
  );
  return {
    providers: Object.fromEntries(providers),
    transforms: Object.fromEntries(functions),
    tools: Object.fromEntries(tools.map((tool) => [tool.name, toolDigest(tool)])),
  };
}

function toolDigest({ description, parameters, execute, ...rest }: Tool): string {
  const { timeoutMs, maxAttempts, lock, simulate } = rest;
  const what: unknown[] = [description, parameters, String(execute), timeoutMs, maxAttempts, lock];
  if (simulate !== undefined) what.push(simulate);
  return digest(JSON.stringify(what)).slice(0, 8);
}

/** What makes the tasks of an embedded worker its own. */
export interface Served {
  endpoints: readonly Endpoint[];
  transforms: Transforms;
  tools: readonly Tool[];
  /** As `storeDigest` gives it. */
  store: string;
  /** Module of the user's own workflows. Default: none. */
  workflowsPath?: string | undefined;
  /** Default: `auto`. */
  simulatedTools?: SimulatedTools;
}

/**
 * The end of the queue names of an embedded worker. Processes with other functions, endpoints,
 * models, prices, keys or another store get another one, and so never take each other's tasks.
 */
export function suffixFor(served: Served): string {
  const { endpoints, transforms, tools, store, workflowsPath, simulatedTools = 'auto' } = served;
  const more = endpoints.map(({ name, apiKey, prices }) => [name, apiKey, prices]);
  const serving = servingOf(endpoints, transforms, tools);
  const all = [serving, more, store, workflowsPath];
  if (simulatedTools !== 'auto') all.push(simulatedTools);
  return `.${digest(JSON.stringify(all)).slice(0, 8)}`;
}

/**
 * Tells the stores apart that processes on one embedded server use. A store inside the server's
 * state folder stays the same when that folder is moved.
 */
export function storeDigest(url: string, stateDir: string): string {
  const address = databaseAddress(url);
  if (address.kind === 'postgres') return digest(withoutPassword(address)).slice(0, 8);
  if (address.path === ':memory:') return digest(randomUUID()).slice(0, 8);
  const [file, folder] = [real(address.path), real(stateDir)];
  const inside = relative(folder, file);
  return digest(inside.startsWith('..') ? file : inside).slice(0, 8);
}

/** The path without symbolic links, as far as it exists. */
function real(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  const parent = dirname(whole);
  return parent === whole ? whole : join(real(parent), basename(whole));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
