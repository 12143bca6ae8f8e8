import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Tables } from '../../../src/activities/store/tables.ts';
import { type AgentsClient, connect } from '../../../src/client/index.ts';
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../../../src/testing/index.ts';
import { type Closing, openAll } from '../../../src/workers/closing.ts';
import { Fleet } from './fleet.ts';
import { lookInto } from './ledger.ts';
import { startTemporal, type TemporalServer } from './temporal-server.ts';

/** What a fleet lives in: a model that counts its calls, a Temporal server and a database. */
export interface CrashWorld {
  model: ModelServer;
  temporal: TemporalServer;
  fleet: Fleet;
  /** The store's tables; only to be used when a worker has opened it. */
  tables: Kysely<Tables>;
  /** A client of the fleet, in this process, which lives. */
  connect(): Promise<AgentsClient>;
  close(): Promise<void>;
}

export interface WorldOptions {
  model?: ModelServerOptions;
  /** Default: a SQLite file. */
  database?: string;
}

export async function openWorld(options: WorldOptions = {}): Promise<CrashWorld> {
  return await openAll((closing) => open(options, closing));
}

async function open(options: WorldOptions, closing: Closing): Promise<CrashWorld> {
  const folder = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-crash-')), (dir) =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  );
  const model = closing.add(await startModelServer(options.model), (each) => each.close());
  const temporal = closing.add(await startTemporal(folder), (each) => each.kill());
  const database = options.database ?? join(folder, 'store.db');
  const places = { temporal: temporal.address, database, model: model.url };
  const fleet = closing.add(new Fleet(places), (each) => each.close());
  const tables = closing.add(lookInto(database), (each) => each.destroy());
  return {
    model,
    temporal,
    fleet,
    tables,
    async connect() {
      const client = await connect({ address: temporal.address, heartbeatTimeout: '5s' });
      return closing.add(client, (each) => each.close());
    },
    close: () => closing.close(),
  };
}

/** Waits for a claim that has to be looked up. */
export async function untilTrue(
  claim: () => Promise<boolean>,
  what: string,
  limitMs = 30_000,
): Promise<void> {
  for (const limit = Date.now() + limitMs; !(await claim()); await sleep(20)) {
    if (Date.now() > limit) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
  }
}
