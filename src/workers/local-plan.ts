import { z } from 'zod';
import { defaultsFrom } from '../client/runs/default-provider.ts';
import { heartbeatTimeoutFrom } from '../client/runs/heartbeat-timeout.ts';
import type { RunTarget } from '../client/runs/prepare-step.ts';
import type { Duration } from '../core/durations.ts';
import type { Serving } from '../core/serving.ts';
import { parseInput } from '../core/parse-input.ts';
import {
  type Abilities,
  abilityFields,
  type AbilityOptions,
  logSchema,
  readAbilities,
} from './abilities.ts';
import { servingOf, suffixFor } from './fingerprint.ts';
import type { ModuleSources } from './module-sources.ts';
import { planServer, type ServerPlan } from './server-plan.ts';
import { refuseMissingWorkflows } from './workflow-bundle.ts';

/** What an embedded server and its worker are set up with. */
export interface LocalOptions extends AbilityOptions {
  /** Folder of the server's state. Default: DURABLE_AGENTS_STATE, else `./.durable-agents`. */
  stateDir?: string;
  /**
   * Module, or folder, of your own workflows, to be run besides ours on the client's `parts.queue`.
   * Bundling takes a second or two. Default: none.
   */
  workflowsPath?: string;
  /**
   * For this long a worker may give no sign of life before its calls are made again; at least 1 s.
   * Default: DURABLE_AGENTS_HEARTBEAT_TIMEOUT, else 5 s.
   */
  heartbeatTimeout?: Duration;
  /**
   * Base address of the studio, for links. Default: DURABLE_AGENTS_STUDIO_URL, else that of a process
   * that serves one on the same state folder.
   */
  studioUrl?: string;
  /** `read`: answer reads of stored texts only, so that no run goes on. Default `all`. */
  serve?: 'all' | 'read';
  /** Serve the queues with this suffix instead of the own, to take a run over. */
  suffix?: string;
  /** Told one line at a time what goes on. Default: nobody. */
  log?: (line: string) => void;
}

/** What an embedded client will be, found out without starting anything. */
export interface LocalPlan extends Abilities, RunTarget, ServerPlan {
  suffix: string;
  serving: Serving;
  heartbeatTimeoutMs: number | null;
}

const text = z.string().min(1, 'it is empty').optional();

/** What of it is read elsewhere is only named here, so that no other name is taken. */
const optionsSchema = z.strictObject({
  ...abilityFields,
  stateDir: text,
  workflowsPath: text,
  heartbeatTimeout: z.custom<Duration>().optional(),
  studioUrl: z.string().optional(), // read below
  serve: z.enum(['all', 'read']).optional(),
  suffix: z.string().optional(),
  log: logSchema,
} satisfies Record<keyof LocalOptions, z.ZodType>);

/**
 * @param sources told of the files of a registered module, which is loaded anew; then its queues are those
 *   of its code as a whole, so that runs can go on with the code that they began with
 * @throws `Input.Invalid` for a bad configuration
 */
export async function planLocal(
  options: LocalOptions = {},
  sources?: ModuleSources,
): Promise<LocalPlan> {
  const { workflowsPath } = parseInput(optionsSchema, options, 'local()');
  refuseMissingWorkflows(workflowsPath);
  const heartbeatTimeoutMs = heartbeatTimeoutFrom(process.env, options.heartbeatTimeout);
  const abilities = await readAbilities(options, sources);
  const { endpoints, transforms, tools, mcp, onQuestion, simulatedTools } = abilities;
  const server = planServer(options.stateDir, options.studioUrl);
  const { store } = server;
  const functions = { transforms, tools, onQuestion };
  const code = sources?.digest;
  const served = { endpoints, ...functions, mcp, store, workflowsPath, simulatedTools, code };
  return {
    ...abilities,
    ...server,
    suffix: options.suffix ?? suffixFor(served),
    defaults: defaultsFrom(process.env),
    serving: servingOf(endpoints, transforms, tools, mcp),
    heartbeatTimeoutMs,
  };
}
