/** How long opening a thread blocks the process: `npm run bench:threads`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createThreadActivities, MessageStore, openStore } from './product.ts';
import { publish } from './publish.ts';
import { markdownTable, medianOf, show } from './report.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, write: { type: 'boolean', default: false } },
});

const sizes = [100, 1_000, 10_000];
const limitMs = 50;
const words = 'We looked at what the teams had tried, and at what came of it. '; // 64 characters

/** Fills a thread with messages of 384 characters, users and assistants in turn. */
async function fill(url: string, size: number): Promise<string> {
  const thread = `thread of ${size}`;
  await using messages = new MessageStore(url);
  const batch = 1_000;
  for (let start = 0; start < size; start += batch) {
    const length = Math.min(batch, size - start);
    const contents = Array.from({ length }, (_, index) => ({
      role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: `${start + index}: ${words.repeat(6)}`,
    }));
    await messages.append(thread, contents);
  }
  return thread;
}

interface Opening {
  /** The longest time in which nothing else of the process ran. */
  blockedMs: number;
  /** CPU that the process used in that time: where it is less, somebody else had the machine. */
  blockedCpuMs: number;
  tookMs: number;
  cpuMs: number;
}

/** What it takes while `work` does it. Node's own monitor does not see a block that comes first. */
async function watched(work: () => Promise<unknown>): Promise<Opening> {
  const clock = () => ({ at: performance.now(), cpu: cpuMsSoFar() });
  let longest = { blockedMs: 0, blockedCpuMs: 0 };
  let last = clock();
  const tick = (): void => {
    const now = clock();
    const blockedMs = now.at - last.at;
    if (blockedMs > longest.blockedMs) longest = { blockedMs, blockedCpuMs: now.cpu - last.cpu };
    last = now;
  };
  const timer = setInterval(tick, 1);
  const started = clock();
  await work();
  const tookMs = performance.now() - started.at;
  const cpuMs = cpuMsSoFar() - started.cpu;
  await sleep(10); // the last block ends with the next tick
  clearInterval(timer);
  return { ...longest, tookMs, cpuMs };
}

function cpuMsSoFar(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Opens the thread as a step does that sees it for the first time. */
async function open(url: string, thread: string): Promise<Opening[]> {
  const store = await openStore(url);
  const activities = createThreadActivities({ store });
  const rounds = Number(options.rounds);
  const openings: Opening[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const step = { step: `run-${round}/agent`, run: `run-${round}` };
    const model = { provider: 'openai', model: null };
    const request = {
      name: thread,
      tokens: 16_000,
      overflow: 'summarise' as const,
      ...model,
      ...step,
    };
    const context = new MockActivityEnvironment();
    const opening = await watched(() =>
      context.run((each: typeof request) => activities.openThread(each), request),
    );
    if (round > 0) openings.push(opening); // the first one warms up
  }
  await store.close();
  return openings;
}

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-bench-'));
try {
  const url = join(folder, 'messages.db');
  const idle = await watched(() => sleep(500));
  const all: Record<string, Opening[]> = {};
  for (const size of sizes) all[size] = await open(url, await fill(url, size));
  const lines = Object.entries(all).map(([size, openings]) => {
    const of = (field: keyof Opening) => openings.map((opening) => opening[field]);
    const [blocked, cpu] = [of('blockedMs'), of('blockedCpuMs')];
    const figures = [medianOf(blocked), Math.max(...blocked), Math.max(...cpu)];
    const cells = [...figures, medianOf(of('tookMs')), medianOf(of('cpuMs'))].map(show);
    const holds = Math.max(...blocked) <= limitMs;
    return [Number(size).toLocaleString('en'), ...cells, holds ? 'yes' : 'no'];
  });
  const blocks = ['blocks, median ms', 'blocks, longest ms', 'CPU ms of a block, most'];
  const head = ['messages', ...blocks, 'takes, ms', 'CPU ms', `never over ${limitMs} ms`];
  const table = markdownTable(head, lines, 0);
  const idleNote = `With \`summarise\`, on SQLite. A process that does nothing shows ${show(idle.blockedMs)} ms.`;
  publish(
    {
      name: 'threads',
      command: 'npm run bench:threads',
      parts: [idleNote, table],
      figures: { idle, all },
    },
    { write: options.write },
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
