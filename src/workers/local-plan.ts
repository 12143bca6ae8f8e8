import { defaultsFrom } from '../client/runs/default-provider.ts';
import { heartbeatTimeoutFrom } from '../client/runs/heartbeat-timeout.ts';
import type { RunTarget } from '../client/runs/prepare-step.ts';
import type { Duration } from '../core/durations.ts';
import { sharedQueueOf } from '../core/queues.ts';
import type { Serving } from '../core/serving.ts';
import { type Abilities, type AbilityOptions, readAbilities } from './abilities.ts';
import { databaseUrl, stateDirFrom } from './env.ts';
import { servingOf, storeDigest, suffixFor } from './fingerprint.ts';
import { refuseMissingWorkflows } from './workflow-bundle.ts';

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
  /** `read`: answer reads of stored texts only, so that no run goes on. Default `all`. */
  serve?: 'all' | 'read';
  /** Serve the queues with this suffix instead of the own, to take a run over. */
  suffix?: string;
  /** Told one line at a time what goes on. Default: nobody. */
  log?: (line: string) => void;
}

/** What an embedded client will be, found out without starting anything. */
export interface LocalPlan extends Abilities, RunTarget {
  databaseUrl: string;
  sharedQueue: string;
  suffix: string;
  serving: Serving;
  stateDir: string;
  heartbeatTimeoutMs: number | null;
}

/** @throws `Input.Invalid` for a bad configuration */
export async function planLocal(options: LocalOptions = {}): Promise<LocalPlan> {
  const { workflowsPath } = options;
  refuseMissingWorkflows(workflowsPath);
  const heartbeatTimeoutMs = heartbeatTimeoutFrom(process.env, options.heartbeatTimeout);
  const abilities = await readAbilities(options);
  const { endpoints, transforms, tools } = abilities;
  const stateDir = options.stateDir ?? stateDirFrom();
  const database = databaseUrl(stateDir);
  const store = storeDigest(database, stateDir);
  const { simulatedTools } = abilities;
  const served = { endpoints, transforms, tools, store, workflowsPath, simulatedTools };
  const suffix = suffixFor(served);
  return {
    ...abilities,
    suffix: options.suffix ?? suffix,
    defaults: defaultsFrom(process.env),
    serving: servingOf(endpoints, transforms, tools),
    sharedQueue: sharedQueueOf(store),
    stateDir,
    databaseUrl: database,
    heartbeatTimeoutMs,
  };
}
