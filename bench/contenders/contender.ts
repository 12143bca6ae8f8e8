import { setTimeout as sleep } from 'node:timers/promises';
import type { Work } from '../cases.ts';

/** Someone who does the work of a case, in a process of its own. */
export interface Contender {
  /** Does it once, as a run with this id. */
  run(work: Work, id: string): Promise<void>;
  close(): Promise<void>;
}

/** What a contender's process is told to do: runs, so many at once, with ids that begin like this. */
export interface Job {
  work: Work;
  runs: number;
  concurrent: number;
  ids: string;
}

/** How it went: what the runs together took, and the CPU that the process used for them. */
export interface Done {
  ms: number;
  cpuMs: number;
}

/** What comes after a run's end (the last task, a cache let go) still belongs to it. */
const settleMs = 200;

/** The id of a job's run, from 0. */
export const runId = (job: Pick<Job, 'ids'>, run: number): string => `${job.ids}-${run}`;

/** Does a job in this process. */
export async function carryOut(contender: Contender, job: Job): Promise<Done> {
  const before = process.cpuUsage();
  const started = performance.now();
  const waiting = Array.from({ length: job.runs }, (_, run) => run).values();
  const takeTurns = async (): Promise<void> => {
    for (const run of waiting) await contender.run(job.work, runId(job, run));
  };
  await Promise.all(Array.from({ length: job.concurrent }, takeTurns));
  const ms = performance.now() - started;
  await sleep(settleMs);
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1_000 };
}
