import { until } from '../../support/live-world.ts';
import {
  doubleHolders,
  firstEntries,
  type Resource,
  startResource,
  strayWrites,
} from './resource.ts';
import { full } from './scale.ts';
import { type Script, startScript } from './script.ts';

/** Processes that want the lock: one holds it and is stopped, one waits and is killed, the others wait. */
export const processes = full ? 20 : 6;
const turns = full ? 10 : 2;

const names = Array.from({ length: processes }, (_, index) => `p${index}`);
const [holder = '', ...waiters] = names;
const killed = 'p3';

/** Who is to be served, in the order of the first request. */
export const expected = names.filter((name) => name !== killed);

export interface Scene {
  /** Script of a process that wants the lock. */
  script: string;
  /** Where the lock is. */
  place: string;
  /** Resolves when that many wait in line, or have had the time to. */
  untilInLine(count: number): Promise<void>;
}

/** What came of it. */
export interface Played {
  writes: Resource['writes'];
  /** Whether the resource took what the stopped holder wrote after its lease. */
  lateAccepted: boolean;
  figures: Record<string, number>;
}

/** Has all of them want the lock, one after another. */
export async function play(scene: Scene): Promise<Played> {
  const resource = await startResource();
  const start = (name: string, ...more: string[]) =>
    startScript(scene.script, [scene.place, name, resource.url, ...more]);
  const first = await start(holder, '1', 'rests');
  const others = await Promise.all(waiters.map((name) => start(name, String(turns))));
  try {
    return await playWith(scene, resource, first, others);
  } finally {
    await Promise.all([first, ...others].map((script) => script.kill()));
    resource.close();
  }
}

async function playWith(scene: Scene, resource: Resource, first: Script, others: Script[]) {
  const resting = first.hear();
  first.go();
  await resting;
  for (const [index, script] of others.entries()) {
    script.go();
    await scene.untilInLine(index + 1);
  }
  const startedAt = Date.now();
  first.child.kill('SIGSTOP');
  await others[waiters.indexOf(killed)]?.kill();
  await until(() => firstEntries(resource.writes).length > 1, 'the second holder', 60_000);
  first.child.kill('SIGCONT');
  const late = first.hear() as Promise<{ accepted: boolean }>;
  first.go();
  const { accepted } = await late;
  const living = others.filter((_, index) => waiters[index] !== killed);
  await Promise.all([first, ...living].map((script) => script.end()));
  const s = (Date.now() - startedAt) / 1_000;
  return { writes: resource.writes, lateAccepted: accepted, figures: figuresOf(resource, s) };
}

function figuresOf({ writes }: Resource, s: number): Record<string, number> {
  const served = firstEntries(writes);
  return {
    processes,
    served: served.length,
    grants: writes.filter(({ what, accepted }) => accepted && what === 'enter').length,
    'out of order': served.filter((name, index) => name !== expected[index]).length,
    'two holders at once': doubleHolders(writes),
    'late writes taken': strayWrites(writes),
    'late writes refused': writes.filter(({ accepted }) => !accepted).length,
    s,
  };
}

/** Grants there have to be: the stopped one's, and those of all who wait and live. */
export const grants = 1 + turns * (expected.length - 1);
