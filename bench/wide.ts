import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Work } from './cases.ts';
import {
  type ContenderPlan,
  type ContenderProcess,
  startContender,
} from './contenders/contender-process.ts';
import { runId } from './contenders/contender.ts';
import { markdownTable, medianOf, show } from './report.ts';
import type { World } from './world.ts';

/** One parallel of many agents against one of few. */
export interface Wide {
  contender: string;
  few: number;
  many: number;
  /** CPU milliseconds an agent, of the worker process. */
  fewMs: number;
  /** NaN when it did not end. */
  manyMs: number;
  /** Seconds that many took; NaN when it did not end. */
  manySeconds: number;
  /** `completed`, or what became of it. */
  outcome: string;
}

const few = 10;
export const many = 400;
const limitMs = 180_000;

/** A model's usual time: replies of many calls then come in one task of the workflow. */
export const model = { latencyMs: 1_000, replyBytes: 200 };

/** Each contender in a process that nobody else needs: it may not survive this. */
export async function measureWide(world: World, plans: readonly ContenderPlan[]): Promise<Wide[]> {
  world.model.be(model);
  const all: Wide[] = [];
  for (const plan of plans) {
    const contender = await startContender(plan);
    if (!('refused' in contender)) all.push(await wideOf(world, contender));
  }
  return all;
}

async function wideOf(world: World, contender: ContenderProcess): Promise<Wide> {
  await cpuOf(world, contender, few);
  const fewMs: number[] = [];
  for (let round = 0; round < 5; round += 1)
    fewMs.push((await cpuOf(world, contender, few)).agentMs);
  const wide = { contender: contender.name, few, many, fewMs: medianOf(fewMs) };
  try {
    const { agentMs, seconds } = await cpuOf(world, contender, many);
    return { ...wide, manyMs: agentMs, manySeconds: seconds, outcome: 'completed' };
  } catch (error) {
    const [first = ''] = String(error).split('\n');
    const outcome = first.replace(`Error: ${contender.name}: `, '');
    return { ...wide, manyMs: Number.NaN, manySeconds: Number.NaN, outcome };
  } finally {
    await contender.close();
    await sleep(500);
  }
}

async function cpuOf(world: World, contender: ContenderProcess, agents: number) {
  const work: Work = { groups: [agents], ...model };
  const job = { work, runs: 1, concurrent: 1, ids: `bench-wide-${randomUUID()}` };
  try {
    const { cpuMs, ms } = await contender.carryOut(job, limitMs);
    return { agentMs: cpuMs / agents, seconds: ms / 1_000 };
  } catch (error) {
    const handle = world.temporal.workflow.getHandle(runId(job, 0));
    await handle.terminate('the benchmark gave it up').catch(() => undefined);
    throw error;
  }
}

export function wideTable(all: readonly Wide[]): string {
  const lines = all.map((each) => [
    each.contender,
    each.outcome,
    show(each.fewMs),
    show(each.manyMs),
    Number.isNaN(each.manyMs) ? '-' : `${(each.manyMs / each.fewMs).toFixed(2)}x`,
    show(each.manySeconds),
  ]);
  const head = ['contender', `${many} agents in one parallel`];
  const cpu = [`worker's CPU ms an agent, of ${few}`, `of ${many}`];
  const numbers = [...cpu, 'ratio (to reach: <= 1.30x)', `s for ${many}`];
  return markdownTable([...head, ...numbers], lines);
}
