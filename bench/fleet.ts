import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshDatabase, startPostgres } from '../test/support/postgres.ts';
import { startContender } from './contenders/contender-process.ts';
import type { World } from './world.ts';

/** A database of a fleet. */
export interface FleetDatabase {
  name: string;
  url: string;
}

/** A new database on Postgres where that is installed; else `undefined`. */
export async function postgresOf(world: World): Promise<FleetDatabase | undefined> {
  const postgres = await startPostgres();
  if (!('url' in postgres)) return undefined;
  world.closing.add(postgres, (each) => each.close());
  return { name: 'Postgres', url: await freshDatabase(postgres.url) };
}

let files = 0;

/** A new database in a file. */
export function sqliteOf(world: World): FleetDatabase {
  files += 1;
  return { name: 'SQLite', url: join(world.stateDir, `fleet-${files}.db`) };
}

/**
 * A fleet's worker process with a database of its own; gives its process id.
 *
 * @param config as in `durable-agents.yaml`; its provider `bench` is served
 */
export async function startFleet(world: World, database: FleetDatabase, config: object) {
  const configFile = join(world.stateDir, 'providers.json');
  writeFileSync(configFile, JSON.stringify(config));
  const settings = { address: world.address, configFile };
  const env = { DATABASE_URL: database.url };
  const plan = { name: 'fleet worker', script: 'fleet-worker.ts', settings, env };
  const worker = await startContender(plan);
  if ('refused' in worker) throw new Error(worker.refused);
  world.closing.add(worker, (each) => each.close());
  return worker;
}
