import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Done, Job } from './contender.ts';
import type { Said, Told } from './serve.ts';

/** Which script is a contender, under which name, with which settings. */
export interface ContenderPlan {
  name: string;
  /** The script, from this folder; or the URL of its file. */
  script: string;
  settings: object;
  env?: Record<string, string>;
}

/** A contender, seen from the process that measures it. */
export interface ContenderProcess {
  readonly name: string;
  readonly pid: number;
  /** @throws Error when a run fails, or the process ends or takes over `limitMs` (default 10 min) */
  carryOut(job: Job, limitMs?: number): Promise<Done>;
  /** Has it do something else that it can. */
  ask<T>(skill: string, about: unknown): Promise<T>;
  close(): Promise<void>;
}

/** Starts a contender; one that this version of the product can not be gives its reason instead. */
export async function startContender(
  plan: ContenderPlan,
): Promise<ContenderProcess | { refused: string }> {
  const child = fork(fileURLToPath(new URL(plan.script, import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...plan.env, BENCH_SETTINGS: JSON.stringify(plan.settings) },
  });
  const said = await nextOf(child, plan.name, 120_000);
  if ('refused' in said) {
    await end(child, 'SIGTERM');
    return said;
  }
  return {
    name: plan.name,
    pid: child.pid ?? 0,
    carryOut: (job, limitMs = 600_000) => exchange<Done>(child, plan.name, { job }, limitMs),
    ask: (ask, about) => exchange(child, plan.name, { ask, about }, 1_800_000),
    close: () => close(child),
  };
}

async function exchange<T>(
  child: ChildProcess,
  name: string,
  told: Told,
  limitMs: number,
): Promise<T> {
  const answered = nextOf(child, name, limitMs);
  child.send(told);
  const said = await answered;
  if ('done' in said) return said.done as T;
  if ('value' in said) return said.value as T;
  throw new Error(`${name}: ${'failed' in said ? said.failed : 'it said something else'}`);
}

async function nextOf(child: ChildProcess, name: string, limitMs: number): Promise<Said> {
  if (hasEnded(child)) throw new Error(`${name}: its process has ended`);
  const over = new AbortController();
  const { signal } = over;
  const late = setTimeout(() => over.abort(), limitMs);
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([said]) => said as Said),
      once(child, 'exit', { signal }).then(([code, by]) => {
        throw new Error(`${name}: its process ended with ${String(by ?? `status ${code}`)}`);
      }),
    ]);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Error(`${name}: no answer in ${limitMs / 1_000} s`, { cause: error });
  } finally {
    clearTimeout(late);
    over.abort();
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function close(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  child.send({ close: true } satisfies Told);
  await ended;
  clearTimeout(late);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
