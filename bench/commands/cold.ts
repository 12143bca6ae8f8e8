import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMsOf } from '../cpu.ts';
import { startModelServer } from '../product.ts';
import { serverPid } from '../world.ts';
import { commandLine, endOf, startScript } from './spent.ts';

/** A `run` in a new state folder, up to the moment in which its first model call arrives. */
export interface ColdStart {
  ms: number;
  /** Of the command's own process. */
  cpuMs: number;
  /** Of the Temporal server that it started. */
  serverCpuMs: number;
}

export async function coldStart(): Promise<ColdStart> {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-bench-'));
  const state = join(folder, 'state');
  let [pid, started] = [0, 0];
  let seen: ColdStart | undefined;
  const model = await startModelServer({
    script: () => {
      const ms = performance.now() - started;
      seen ??= { ms, cpuMs: cpuMsOf(pid), serverCpuMs: cpuMsOf(serverPid(state)) };
      return 'done';
    },
  });
  try {
    writeProvider(folder, `${model.url}/v1`);
    writeSpec(folder);
    started = performance.now();
    const child = startScript(commandLine, runArguments(state), folder);
    pid = child.pid ?? 0;
    await endOf(child);
    if (seen === undefined) throw new Error('the run ended without a model call');
    await untilServerEnds(state);
    return seen;
  } finally {
    await model.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One agent that asks the provider `bench`. */
export function writeSpec(folder: string): void {
  const agent = { kind: 'agent', name: 'Agent', provider: 'bench', model: 'bench' };
  writeFileSync(join(folder, 'agent.json'), JSON.stringify(agent));
}

export function writeProvider(folder: string, baseURL: string): void {
  const providers = { bench: { api: 'responses', baseURL } };
  writeFileSync(join(folder, 'durable-agents.json'), JSON.stringify({ providers }));
}

export function runArguments(state: string, id = 'bench'): string[] {
  return ['run', 'agent.json', '--input', 'Hello', '--state', state, '--id', id, '--json'];
}

/** The server of a round must not take the CPU of the next one. */
async function untilServerEnds(state: string): Promise<void> {
  const pid = pidOrNone(state);
  if (pid === undefined) return;
  for (let waits = 0; waits < 200 && !Number.isNaN(cpuMsOf(pid)); waits += 1) await sleep(100);
}

function pidOrNone(state: string): number | undefined {
  try {
    return serverPid(state);
  } catch {
    return undefined; // its keeper has ended already
  }
}
