/** What calls cost that only wait, and how fast a cancel reaches them: `npm run bench:waiting`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cpuMsOf } from './cpu.ts';
import { postgresOf, sqliteOf, startFleet } from './fleet.ts';
import { connect, startModelServer } from './product.ts';
import { publish } from './publish.ts';
import { markdownTable, medianOf, show } from './report.ts';
import { cancelMs, startCalls, waitingAt } from './waiting/calls.ts';
import { openWorld, type World } from './world.ts';

const { values: options } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000' },
    /** How long the CPU is counted. */
    seconds: { type: 'string', default: '30' },
    cancels: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});

const wanted = Number(options.calls);

/** Cores that worker and server take while nothing happens. */
async function coresOf(world: World, pid: number) {
  const count = () => ({
    at: performance.now(),
    worker: cpuMsOf(pid),
    server: world.serverCpuMs(),
  });
  await sleep(5_000);
  const before = count();
  await sleep(Number(options.seconds) * 1_000);
  const after = count();
  const ms = after.at - before.at;
  return {
    worker: (after.worker - before.worker) / ms,
    server: (after.server - before.server) / ms,
  };
}

async function measure(world: World): Promise<void> {
  const model = await startModelServer({ script: () => ({ hang: true }) });
  world.closing.add(model, (each) => each.close());
  const database = (await postgresOf(world)) ?? sqliteOf(world);
  const bench = { api: 'responses', baseURL: `${model.url}/v1` };
  const { pid } = await startFleet(world, database, { providers: { bench } });
  const client = world.closing.add(await connect({ address: world.address }), (each) =>
    each.parts.close(),
  );
  const ids = await startCalls(client, model, wanted);
  const inFlight = waitingAt(model);
  console.error(`${inFlight} calls wait`);
  const cores = await coresOf(world, pid);
  const cancelled: number[] = [];
  for (const id of ids) {
    if (cancelled.length === Number(options.cancels)) break;
    const ms = await cancelMs(client, model, id);
    if (!Number.isNaN(ms)) cancelled.push(ms);
  }
  report({ database: database.name, inFlight, cores, cancelled });
  await Promise.all(
    ids.map((id) =>
      world.temporal.workflow
        .getHandle(id)
        .terminate()
        .catch(() => {}),
    ),
  );
}

interface Found {
  database: string;
  inFlight: number;
  cores: { worker: number; server: number };
  cancelled: number[];
}

function report({ database, inFlight, cores, cancelled }: Found): void {
  const all = cores.worker + cores.server;
  const table = markdownTable(
    ['what', 'measured', 'to reach'],
    [
      ['calls in flight on one worker', String(inFlight), String(wanted)],
      ['CPU of worker + server, cores', `${show(cores.worker)} + ${show(cores.server)}`, ''],
      [`the same for 1,000 calls`, show((all * 1_000) / inFlight), '<= 1'],
      ['cancel to closed socket, median, ms', show(medianOf(cancelled)), ''],
      ['cancel to closed socket, longest, ms', show(Math.max(...cancelled)), '<= 1500'],
    ],
    1,
  );
  const about = `A fleet's worker with ${database}; ${wanted} calls of runs of ten agents.`;
  const figures = { database, wanted, inFlight, cores, cancelled };
  publish(
    { name: 'waiting', command: 'npm run bench:waiting', parts: [about, table], figures },
    { write: options.write },
  );
}

const world = await openWorld();
try {
  await measure(world);
} finally {
  await world.closing.close();
}
