import type { Endpoint } from '../activities/providers/endpoint.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { Transforms } from '../activities/transforms.ts';
import { defaultsFrom } from '../client/runs/default-provider.ts';
import type { RunTarget } from '../client/runs/prepare-step.ts';
import { parseInput } from '../core/parse-input.ts';
import { type ProviderInput, providersSchema } from '../core/provider-config.ts';
import { sharedQueueOf } from '../core/queues.ts';
import type { Serving } from '../core/serving.ts';
import { readConfig } from './config-file.ts';
import { endpointsOf } from './endpoints.ts';
import { databaseUrl, stateDirFrom } from './env.ts';
import { servingOf, storeDigest, suffixFor } from './fingerprint.ts';
import { loadRegistry } from './registry-file.ts';
import { toolListSchema } from './tool-list.ts';

export interface LocalOptions {
  /** Folder of the server's state. Default: DURABLE_AGENTS_STATE, else `./.durable-agents`. */
  stateDir?: string;
  /** Provider configuration. Default: see `readConfig`. */
  configFile?: string;
  /** Named provider endpoints, besides those of the configuration. */
  providers?: Record<string, ProviderInput>;
  /** Module whose functions are registered. */
  registryFile?: string;
  /** Functions to register, by name, besides those of the module. */
  transforms?: Transforms;
  /** Tools to register, besides those of the module. */
  tools?: readonly Tool[];
  /**
   * Module of your own workflows, to be run besides ours on the client's `parts.queue`. It has to
   * export ours too: `export * from 'durable-agents/workflows'`. Bundling takes a second or two.
   */
  workflowsPath?: string;
  /** `read`: answer reads of stored texts only, so that no run goes on. Default `all`. */
  serve?: 'all' | 'read';
  /** Serve the queues with this suffix instead of the own, to take a run over. */
  suffix?: string;
  /** Told one line at a time what goes on. Default: nobody. */
  log?: (line: string) => void;
}

/** What an embedded client will be, found out without starting anything. */
export interface LocalPlan extends RunTarget {
  databaseUrl: string;
  sharedQueue: string;
  transforms: Transforms;
  tools: readonly Tool[];
  endpoints: Endpoint[];
  suffix: string;
  serving: Serving;
  stateDir: string;
}

/** @throws `Input.Invalid` for a bad configuration */
export async function planLocal(options: LocalOptions = {}): Promise<LocalPlan> {
  const registry = await loadRegistry(options.registryFile);
  const transforms = { ...registry.transforms, ...options.transforms };
  const registered = [...registry.tools, ...(options.tools ?? [])];
  const tools = parseInput(toolListSchema, registered, 'tools');
  const config = readConfig(options.configFile);
  const given = parseInput(providersSchema, options.providers ?? {}, 'providers');
  const endpoints = endpointsOf({ providers: { ...config.providers, ...given } });
  const stateDir = options.stateDir ?? stateDirFrom();
  const database = databaseUrl(stateDir);
  const store = storeDigest(database, stateDir);
  return {
    transforms,
    tools,
    endpoints,
    suffix:
      options.suffix ??
      suffixFor({ endpoints, transforms, tools, store, workflowsPath: options.workflowsPath }),
    defaults: defaultsFrom(process.env),
    serving: servingOf(endpoints, transforms, tools),
    sharedQueue: sharedQueueOf(store),
    stateDir,
    databaseUrl: database,
  };
}
