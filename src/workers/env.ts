import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseInput } from '../core/parse-input.ts';
import { baseURLSchema } from '../core/provider-config.ts';

/** An empty variable is one that is not set. */
const text = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value.trim() === '' ? undefined : value.trim()));
const url = text.pipe(baseURLSchema.optional());

/** Every variable that the worker's side reads. Keys of further providers are named by `keyEnv`. */
const environmentSchema = z.object({
  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: url,
  OPENAI_MODEL: text,
  ANTHROPIC_API_KEY: text,
  ANTHROPIC_BASE_URL: url,
  ANTHROPIC_MODEL: text,
  /** A SQLite file, or `postgres://…`. Default: `messages.db` in the state folder. */
  DATABASE_URL: text,
  TEMPORAL_ADDRESS: text,
  TEMPORAL_CONFIG_FILE: text,
  TEMPORAL_PROFILE: text,
  /** Provider configuration. Default: `durable-agents.yaml`, `.yml` or `.json` in the folder. */
  DURABLE_AGENTS_CONFIG: text,
  /** State of the embedded server. Default: `./.durable-agents`. */
  DURABLE_AGENTS_STATE: text,
  /** `1`: workflows keep stack traces, for the Web UI's call stack, and cost a third more. */
  DURABLE_AGENTS_STACKS: text,
  /** Milliseconds a simulated reply takes, or `human` for the pace of a model. Default `human`. */
  DURABLE_AGENTS_SIMULATED_LATENCY: text,
});

export type Environment = z.output<typeof environmentSchema>;

/** @throws `Input.Invalid`, naming the variable and never its value */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  return parseInput(environmentSchema, env, 'the environment');
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
