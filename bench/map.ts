/** A step for each of very many items: does what it takes grow with their number only? `npm run bench:map`. */
import { randomUUID } from 'node:crypto';
import { setInterval } from 'node:timers';
import { parseArgs } from 'node:util';
import { cpuMsOf } from './cpu.ts';
import { startContender } from './contenders/contender-process.ts';
import { productPlan } from './contenders/plans.ts';
import type { MapDone, MapWork } from './map/map-run.ts';
import { memoryOf } from './memory.ts';
import { publish } from './publish.ts';
import { markdownTable, show } from './report.ts';
import { openWorld, type World } from './world.ts';

const { values: options } = parseArgs({
  options: {
    items: { type: 'string', default: '100,1000,10000' },
    bytes: { type: 'string', default: '1000' },
    concurrency: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
});

const itemBytes = Number(options.bytes);
const concurrency = Number(options.concurrency);
const latencyMs = 50;
const replyBytes = 200;

/** What a map has taken. */
interface Taken extends MapDone {
  items: number;
  workerCpuMs: number;
  serverCpuMs: number;
  /** Megabytes at most, of the process with the worker and the client, and before it began. */
  memory: number;
  memoryBefore: number;
  /** Model calls that were made more than once. */
  again: number;
  /** Of the map's own run, and of those of its parts. */
  own: History;
  parts: History[];
}

interface History {
  bytes: number;
  events: number;
}

/** In a process of its own, whose memory nothing else has used. */
async function taken(world: World, items: number): Promise<Taken> {
  world.model.be({ latencyMs, replyBytes });
  const contender = await startContender(productPlan(world, `map ${items}`));
  if ('refused' in contender) throw new Error(contender.refused);
  const { pid } = contender;
  try {
    const small = { itemBytes, concurrency, items: 20, id: `warm-${randomUUID()}` };
    await contender.ask<MapDone>('map', small satisfies MapWork);
    const before = { cpu: cpuMsOf(pid), server: world.serverCpuMs(), asked: world.model.asked };
    const memoryBefore = memoryOf(pid);
    let memory = memoryBefore;
    const looks = setInterval(() => (memory = Math.max(memory, memoryOf(pid))), 100);
    const work: MapWork = { items, itemBytes, concurrency, id: `map-${randomUUID()}` };
    const done = await contender.ask<MapDone>('map', work);
    clearInterval(looks);
    return {
      ...done,
      items,
      memory,
      memoryBefore,
      workerCpuMs: cpuMsOf(pid) - before.cpu,
      serverCpuMs: world.serverCpuMs() - before.server,
      again: world.model.asked - before.asked - items,
      ...(await historiesOf(world, work.id)),
    };
  } finally {
    await contender.close();
  }
}

async function historiesOf({ temporal }: World, id: string): Promise<Pick<Taken, 'own' | 'parts'>> {
  const handle = temporal.workflow.getHandle(id);
  const { events } = await handle.fetchHistory();
  const ids = (events ?? []).flatMap(
    (event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? [],
  );
  const parts = await Promise.all(ids.map((part) => historyOf(temporal, part)));
  return { own: await historyOf(temporal, id), parts };
}

async function historyOf(temporal: World['temporal'], id: string): Promise<History> {
  const { historySize = Number.NaN, historyLength } = await temporal.workflow
    .getHandle(id)
    .describe();
  return { bytes: historySize, events: historyLength };
}

function tableOf(all: readonly Taken[]): string {
  const head = [
    `items of ${itemBytes / 1_000} KB`,
    's',
    'ms an item',
    'CPU ms an item, worker + server',
    'memory, MB (before)',
    'its own history, KB (events)',
    'parts',
    'history of a part, KB (events)',
    'history an item, KB',
    'result, bytes',
    'items read, s',
    'calls too many',
  ];
  return markdownTable(head, all.map(lineOf), 1);
}

const inKb = ({ bytes, events }: History) => `${show(bytes / 1_000)} (${events})`;

function lineOf(taken: Taken): string[] {
  const { items, ms, own, parts, memory, memoryBefore } = taken;
  const largest = parts.toSorted((a, b) => b.bytes - a.bytes)[0];
  const bytes = own.bytes + parts.reduce((sum, part) => sum + part.bytes, 0);
  return [
    taken.succeeded === items && taken.read === items ? String(items) : `${items}: not all`,
    show(ms / 1_000),
    show(ms / items),
    `${show(taken.workerCpuMs / items)} + ${show(taken.serverCpuMs / items)}`,
    `${show(memory)} (${show(memoryBefore)})`,
    inKb(own),
    String(parts.length),
    largest === undefined ? '-' : inKb(largest),
    show(bytes / items / 1_000),
    String(taken.resultBytes),
    show(taken.readMs / 1_000),
    String(taken.again),
  ];
}

const world = await openWorld();
try {
  const all: Taken[] = [];
  for (const items of options.items.split(',').map(Number)) {
    console.error(`running: ${items} items`);
    all.push(await taken(world, items));
  }
  publish(
    {
      name: 'map',
      command: 'npm run bench:map',
      parts: [tableOf(all)],
      figures: { all },
    },
    { write: options.write },
  );
} finally {
  await world.closing.close();
}
