import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../../src/testing/index.ts';
import type { Closing } from '../../src/workers/closing.ts';
import { acquireServer } from '../../src/workers/embedded/index.ts';
import { installRuntime } from '../../src/workers/temporal-runtime.ts';

/** A Temporal server and a model server, and what users have to talk to the first. */
export interface TemporalWorld {
  address: string;
  client: Client;
  native: NativeConnection;
  model: ModelServer;
  /** Removed at the end. */
  folder: string;
}

/** Opens a world without any worker in it. */
export async function openTemporalWorld(
  closing: Closing,
  model: ModelServerOptions,
): Promise<TemporalWorld> {
  installRuntime(() => undefined);
  const folder = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-world-')), (dir) =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  );
  const stateDir = join(folder, 'server');
  const lease = closing.add(await acquireServer({ stateDir }), (each) => each.release());
  const { address } = lease;
  const native = closing.add(await NativeConnection.connect({ address }), (each) => each.close());
  const connection = closing.add(await Connection.connect({ address }), (each) => each.close());
  const models = closing.add(await startModelServer(model), (each) => each.close());
  return { address, native, client: new Client({ connection }), model: models, folder };
}
