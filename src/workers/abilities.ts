import { z } from 'zod';
import type { Endpoint, StreamSetting } from '../activities/providers/endpoint.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { OnQuestion } from '../activities/tools/tool-activities.ts';
import type { Transforms } from '../activities/transforms.ts';
import { type McpServer, type McpServerInput, mcpServersSchema } from '../core/mcp-servers.ts';
import { parseInput } from '../core/parse-input.ts';
import { type ProviderInput, providersSchema } from '../core/provider-config.ts';
import { orRefusal, refuseAll } from '../core/refusals.ts';
import type { SimulatedTools } from '../simulated-model/index.ts';
import { readConfig, simulatedToolsOf, streamOf, type WorkerConfig } from './config-file.ts';
import { endpointsOf } from './endpoints.ts';
import type { ModuleSources } from './module-sources.ts';
import { maxConcurrentCallsSchema } from './worker-options.ts';
import { loadRegistry, type Registry, registrySchema } from './registry-file.ts';

/** What a worker can do, however it is started: the providers it asks, and what users register. */
export interface AbilityOptions {
  /**
   * Provider configuration. Default: DURABLE_AGENTS_CONFIG, else `durable-agents.yaml` (`.yml`,
   * `.json`) in this folder where there is one.
   */
  configFile?: string;
  /**
   * Use the configuration that lies in this folder, also where it sends a key to another address than
   * its maker's, or anything beyond this machine. Default `false`: such a one is refused, unless it is
   * named by `configFile` or DURABLE_AGENTS_CONFIG, or somebody has said yes to it on a terminal.
   */
  trust?: boolean;
  /** Named provider endpoints, besides those of the configuration and in place of its own. */
  providers?: Record<string, ProviderInput>;
  /**
   * Servers that have tools, besides those of the configuration and in place of its own: agents name
   * them `mcp:SERVER/TOOL` or `mcp:SERVER/*`.
   */
  mcp?: Record<string, McpServerInput>;
  /** Module whose `tools` and `transforms` are registered. */
  registryFile?: string;
  /** Tools to register, besides those of the module. */
  tools?: readonly Tool[];
  /** Functions to register, by name, besides those of the module. */
  transforms?: Transforms;
  /**
   * Told each question that waits for a person, to send a mail or a message; what it throws is tried
   * again while the question waits. Default: that of the module.
   */
  onQuestion?: OnQuestion;
  /**
   * Calls of models, tools and functions that a worker holds in flight on a queue at most, 1 to
   * 100,000. Default: that of the configuration, else 1000.
   */
  maxConcurrentCalls?: number;
  /**
   * `never`: the simulated model calls no tools of yours, not even those that a request names.
   * Default: as the configuration says, else `auto`.
   */
  simulatedTools?: SimulatedTools;
  /**
   * `never`: replies are asked for in one piece, so that a follower reads them when they are whole.
   * Default: as the configuration says, else `auto`: they are streamed by every endpoint that can.
   */
  stream?: StreamSetting;
}

export interface Abilities extends Registry {
  /** Also those without a key. */
  endpoints: Endpoint[];
  /** Servers that have tools, by name. */
  mcp: Record<string, McpServer>;
  maxConcurrentCalls?: number | undefined;
  simulatedTools: SimulatedTools;
}

const path = z.string().min(1, 'it is empty').optional();
const anObject = z.custom<object>(
  (value) => typeof value === 'object' && value !== null,
  'expected an object',
);

/** What each option has to be for the files to be read; what is in it is read with them. */
export const abilityFields = {
  configFile: path,
  trust: z.boolean().optional(),
  providers: anObject.optional(),
  mcp: anObject.optional(),
  registryFile: path,
  tools: z.array(z.unknown()).optional(),
  transforms: anObject.optional(),
  onQuestion: z.unknown().optional(),
  maxConcurrentCalls: z.unknown().optional(),
  simulatedTools: z.unknown().optional(),
  stream: z.unknown().optional(),
} satisfies Record<keyof AbilityOptions, z.ZodType>;

/** Whoever is told a line at a time what goes on. */
export const logSchema = z
  .custom<(line: string) => void>((value) => typeof value === 'function', 'expected a function')
  .optional();

const givenSchema = registrySchema.extend({
  providers: providersSchema.default({}),
  mcp: mcpServersSchema.default({}),
  maxConcurrentCalls: maxConcurrentCallsSchema,
});

/**
 * Reads what a worker can do from files, the environment and what it is given as objects.
 *
 * @param sources @see loadRegistry
 * @throws `Input.Invalid` with all that is wrong with the files, or else with the objects
 */
export async function readAbilities(
  options: AbilityOptions,
  sources?: ModuleSources,
): Promise<Abilities> {
  const [registry, config] = await readFiles(options, sources);
  const given = {
    providers: options.providers,
    mcp: options.mcp,
    transforms: { ...registry.transforms, ...options.transforms },
    tools: [...registry.tools, ...(options.tools ?? [])],
    onQuestion: options.onQuestion ?? registry.onQuestion,
    maxConcurrentCalls: options.maxConcurrentCalls ?? config.maxConcurrentCalls,
  };
  const {
    providers,
    mcp: givenServers,
    ...read
  } = parseInput(givenSchema, given, "the worker's setup");
  const stream = streamOf(options.stream, config);
  const known = endpointsOf({ providers: { ...config.providers, ...providers } });
  const endpoints = known.map((endpoint) => ({ ...endpoint, stream }));
  const simulatedTools = simulatedToolsOf(options.simulatedTools, config);
  const mcp = { ...config.mcp, ...givenServers };
  return { ...read, endpoints, mcp, simulatedTools };
}

async function readFiles(
  options: AbilityOptions,
  sources?: ModuleSources,
): Promise<[Registry, WorkerConfig]> {
  const read = [
    await orRefusal(loadRegistry(options.registryFile, sources)),
    await orRefusal((async () => readConfig(options.configFile, options.trust))()),
  ] as const;
  const [{ value: registry }, { value: config }] = read;
  if (registry !== undefined && config !== undefined) return [registry, config];
  throw refuseAll(read.flatMap(({ refusal }) => refusal ?? []));
}
