import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { invalidInput, type InputProblem } from '../core/parse-input.ts';
import { addressProblem } from '../core/provider-address.ts';

/** Every variable that the worker's side reads. Keys of further providers are named by `keyEnv`. */
export interface Environment {
  OPENAI_API_KEY?: string;
  OPENAI_BASE_URL?: string;
  OPENAI_MODEL?: string;
  ANTHROPIC_API_KEY?: string;
  ANTHROPIC_BASE_URL?: string;
  ANTHROPIC_MODEL?: string;
  /** A SQLite file, or `postgres://…`. Default: `messages.db` in the state folder. */
  DATABASE_URL?: string;
  TEMPORAL_ADDRESS?: string;
  TEMPORAL_CONFIG_FILE?: string;
  TEMPORAL_PROFILE?: string;
  /** Provider configuration. Default: `durable-agents.yaml`, `.yml` or `.json` in the folder. */
  DURABLE_AGENTS_CONFIG?: string;
  /** State of the embedded server. Default: `./.durable-agents`. */
  DURABLE_AGENTS_STATE?: string;
  /** `1`: workflows keep stack traces, for the Web UI's call stack, and cost a third more. */
  DURABLE_AGENTS_STACKS?: string;
  /** Milliseconds a simulated reply takes, or `human` for the pace of a model. Default `human`. */
  DURABLE_AGENTS_SIMULATED_LATENCY?: string;
}

/** How each is checked; `null`: any text is good. */
const checks: Record<keyof Environment, ((value: string) => string | undefined) | null> = {
  OPENAI_API_KEY: null,
  OPENAI_BASE_URL: addressProblem,
  OPENAI_MODEL: null,
  ANTHROPIC_API_KEY: null,
  ANTHROPIC_BASE_URL: addressProblem,
  ANTHROPIC_MODEL: null,
  DATABASE_URL: null,
  TEMPORAL_ADDRESS: null,
  TEMPORAL_CONFIG_FILE: null,
  TEMPORAL_PROFILE: null,
  DURABLE_AGENTS_CONFIG: null,
  DURABLE_AGENTS_STATE: null,
  DURABLE_AGENTS_STACKS: null,
  DURABLE_AGENTS_SIMULATED_LATENCY: null,
};

/**
 * Reads the environment; an empty variable is one that is not set.
 *
 * @throws `Input.Invalid`, naming the variable and never its value
 */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const names = Object.keys(checks) as (keyof Environment)[];
  const given = names.flatMap((name) => {
    const value = env[name]?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  const problems = given.flatMap(([path, value]): InputProblem[] => {
    const message = checks[path]?.(value);
    return message === undefined ? [] : [{ path, message }];
  });
  if (problems.length > 0) throw invalidInput('the environment', problems);
  return Object.fromEntries(given);
}

/** The value of a variable that a provider's `keyEnv` names. */
export function keyFrom(name: string | null, env: NodeJS.ProcessEnv = process.env): string | null {
  return (name !== null && env[name]?.trim()) || null;
}

/** Whether a Temporal cluster is configured, so that nothing is embedded. */
export function usesCluster(env: NodeJS.ProcessEnv = process.env): boolean {
  const { TEMPORAL_ADDRESS, TEMPORAL_CONFIG_FILE, TEMPORAL_PROFILE } = readEnvironment(env);
  if (TEMPORAL_ADDRESS ?? TEMPORAL_CONFIG_FILE ?? TEMPORAL_PROFILE) return true;
  const folder = env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return existsSync(join(folder, 'temporalio', 'temporal.toml'));
}

/** Whether workflows keep stack traces. */
export function keepsStacks(env: NodeJS.ProcessEnv = process.env): boolean {
  return readEnvironment(env).DURABLE_AGENTS_STACKS === '1';
}

/** Folder of the embedded server's state. */
export function stateDirFrom(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(readEnvironment(env).DURABLE_AGENTS_STATE ?? '.durable-agents');
}

/** Address of the database that workers use. */
export function databaseUrl(stateDir: string = stateDirFrom()): string {
  return readEnvironment().DATABASE_URL ?? join(stateDir, 'messages.db');
}
