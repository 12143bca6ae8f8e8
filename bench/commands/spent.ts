import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a command took from its start to its end. */
export interface Spent {
  ms: number;
  /** Of its own process, all threads. */
  cpuMs: number;
}

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The command line as it is installed. */
export const commandLine = fileOf('../../dist/cli/main.js');
export const importClient = fileOf('import-client.mjs');

/** Starts a script of Node in a folder where it finds no configuration of ours. */
export function startScript(script: string, args: readonly string[], folder: string): ChildProcess {
  const preload = ['--require', fileOf('cpu-at-exit.cjs')];
  const env: NodeJS.ProcessEnv = { ...process.env, BENCH_CPU_FILE: cpuFile(folder) };
  for (const name of ['TEMPORAL_ADDRESS', 'DURABLE_AGENTS_CONFIG', 'DURABLE_AGENTS_STATE'])
    delete env[name];
  return spawn(process.execPath, [...preload, script, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

const cpuFile = (folder: string): string => join(folder, 'cpu.json');

/** Runs a script to its end. @throws Error with what it said when it fails */
export async function spentBy(
  script: string,
  args: readonly string[],
  folder: string,
): Promise<Spent> {
  const started = performance.now();
  await endOf(startScript(script, args, folder));
  const ms = performance.now() - started;
  const { user, system } = JSON.parse(readFileSync(cpuFile(folder), 'utf8')) as NodeJS.CpuUsage;
  return { ms, cpuMs: (user + system) / 1_000 };
}

/** Waits for a script's end. @throws Error with what it said when it fails */
export async function endOf(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(String(chunk)));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0) throw new Error(`it ended with ${signal ?? `status ${code}`}: ${said.join('')}`);
}
