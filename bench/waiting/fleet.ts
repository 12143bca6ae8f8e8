import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshDatabase, startPostgres } from '../../test/support/postgres.ts';
import { startContender } from '../contenders/contender-process.ts';
import type { World } from '../world.ts';

/** A fleet's worker process with its own database; gives its process id and the kind of database. */
export async function startFleet(
  world: World,
  baseURL: string,
): Promise<{ pid: number; database: string }> {
  const postgres = await startPostgres();
  if ('url' in postgres) world.closing.add(postgres, (each) => each.close());
  const [database, url] =
    'url' in postgres
      ? ['Postgres', await freshDatabase(postgres.url)]
      : ['SQLite', join(world.stateDir, 'fleet.db')];
  const configFile = join(world.stateDir, 'providers.json');
  writeFileSync(
    configFile,
    JSON.stringify({ providers: { bench: { api: 'responses', baseURL } } }),
  );
  const settings = { address: world.address, configFile };
  const env = { DATABASE_URL: url };
  const plan = { name: 'fleet worker', script: 'fleet-worker.ts', settings, env };
  const worker = await startContender(plan);
  if ('refused' in worker) throw new Error(worker.refused);
  world.closing.add(worker, (each) => each.close());
  return { pid: worker.pid, database };
}
