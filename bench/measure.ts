import { randomUUID } from 'node:crypto';
import type { Case } from './cases.ts';
import type { ContenderProcess } from './contenders/contender-process.ts';
import { runId } from './contenders/contender.ts';
import { type Figure, type Row, rowOf } from './report.ts';
import type { World } from './world.ts';

/**
 * Every contender in turn, round after round, so that a machine that slows down slows all of them.
 * Whoever fails takes no further part in the case.
 */
export async function compare(
  world: World,
  contenders: readonly ContenderProcess[],
  { work, rounds }: { work: Case; rounds: number },
): Promise<Row> {
  world.model.be(work);
  const all = new Map(contenders.map((each): [ContenderProcess, Figure[]] => [each, []]));
  const turn = async (each: ContenderProcess, of: Case): Promise<Figure | undefined> => {
    try {
      return await measure(world, each, of);
    } catch (error) {
      console.error(`${each.name} does not finish '${work.name}': ${String(error)}`);
      all.delete(each);
    }
  };
  const few = { runs: Math.min(work.runs, 10), concurrent: Math.min(work.concurrent, 10) };
  if (!isSize(work)) for (const each of contenders) await turn(each, { ...work, ...few });
  for (let round = 0; round < (isSize(work) ? 1 : rounds); round += 1) {
    for (const each of rotated([...all.keys()], round)) {
      const figure = await turn(each, work);
      if (figure !== undefined) all.get(each)?.push(figure);
    }
  }
  return rowOf(work, Object.fromEntries([...all].map(([{ name }, figures]) => [name, figures])));
}

/** A size is the same in every round, and needs no warming up. */
const isSize = ({ unit }: Case): boolean => unit === 'bytes a turn';

/** Nobody always comes after the same one. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** A case done once by one contender. */
async function measure(world: World, contender: ContenderProcess, work: Case): Promise<Figure> {
  const { runs, concurrent } = work;
  const job = { work, runs, concurrent, ids: `bench-${randomUUID()}` };
  const before = { cpu: world.serverCpuMs(), asked: world.model.asked };
  const { ms, cpuMs } = await contender.carryOut(job);
  const serverMs = (world.serverCpuMs() - before.cpu) / runs;
  const calls = runs * work.groups.reduce((sum, each) => sum + each, 0);
  const more = world.model.asked - before.asked - calls;
  if (more !== 0) console.error(`${contender.name} made ${calls + more} calls, and not ${calls}`);
  const value = await valueOf(world, work, { ms, id: runId(job, 0) });
  return { value, workerMs: cpuMs / runs, serverMs };
}

async function valueOf(
  world: World,
  { unit, runs, groups }: Case,
  { ms, id }: { ms: number; id: string },
): Promise<number> {
  switch (unit) {
    case 'ms a turn':
      return ms / runs / groups.length;
    case 'ms':
      return ms / runs;
    case 'runs/s':
      return (runs * 1_000) / ms;
    case 'bytes a turn': {
      const { historySize } = await world.temporal.workflow.getHandle(id).describe();
      return (historySize ?? Number.NaN) / groups.length;
    }
  }
}
