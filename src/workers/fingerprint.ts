import type { Endpoint } from '../activities/providers/endpoint.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { OnQuestion } from '../activities/tools/tool-activities.ts';
import type { Transforms } from '../activities/transforms.ts';
import { servedAs } from '../core/mcp-names.ts';
import type { McpServer } from '../core/mcp-servers.ts';
import type { Serving } from '../core/serving.ts';
import type { SimulatedTools } from '../simulated-model/index.ts';
import { digest } from './digest.ts';
import { isReady } from './endpoints.ts';

/** What a worker with these endpoints and functions serves: for clients, and for a run's memo. */
export function servingOf(
  endpoints: readonly Endpoint[],
  transforms: Transforms,
  tools: readonly Tool[] = [],
  mcp: Readonly<Record<string, McpServer>> = {},
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
    tools: Object.fromEntries([
      ...tools.map((tool) => [tool.name, toolDigest(tool)] as const),
      ...Object.entries(mcp).map(
        ([name, server]) => [servedAs(name), serverDigest(server)] as const,
      ),
    ]),
  };
}

function serverDigest(server: McpServer): string {
  return digest(JSON.stringify(server)).slice(0, 8);
}

function toolDigest({ description, parameters, execute, ...rest }: Tool): string {
  const { timeoutMs, maxAttempts, lock, simulate, needsApproval } = rest;
  const what: unknown[] = [description, parameters, String(execute), timeoutMs, maxAttempts, lock];
  if (simulate !== undefined) what.push(simulate);
  if (needsApproval !== undefined) what.push({ needsApproval: String(needsApproval) });
  return digest(JSON.stringify(what)).slice(0, 8);
}

/** What makes the tasks of an embedded worker its own. */
export interface Served {
  endpoints: readonly Endpoint[];
  transforms: Transforms;
  tools: readonly Tool[];
  /** Servers that have more of them. Default: none. */
  mcp?: Readonly<Record<string, McpServer>>;
  /** As `storeDigest` gives it. */
  store: string;
  /** Module of the user's own workflows. Default: none. */
  workflowsPath?: string | undefined;
  onQuestion?: OnQuestion | undefined;
  /** Default: `auto`. */
  simulatedTools?: SimulatedTools;
  /** Tells the code of the module apart that all of them are from, where that is watched. */
  code?: string | undefined;
}

/**
 * The end of the queue names of an embedded worker. Processes with other functions, endpoints,
 * models, prices, keys or another store get another one, and so never take each other's tasks.
 */
export function suffixFor(served: Served): string {
  const { endpoints, transforms, tools, mcp, store, workflowsPath, onQuestion, code } = served;
  const { simulatedTools = 'auto' } = served;
  const more = endpoints.map(({ name, apiKey, prices, capabilities }) => {
    const set = Object.keys(capabilities).length > 0 ? [capabilities] : [];
    return [name, apiKey, prices, ...set];
  });
  const serving = servingOf(endpoints, transforms, tools, mcp);
  const all = [serving, more, store, workflowsPath];
  if (simulatedTools !== 'auto') all.push(simulatedTools);
  if (onQuestion !== undefined) all.push(`onQuestion ${String(onQuestion)}`);
  if (code !== undefined) all.push(`code ${code}`);
  return `.${digest(JSON.stringify(all)).slice(0, 8)}`;
}
