import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { cpuMsOf } from './cpu.ts';
import type { Work } from './cases.ts';
import { acquireServer, Closing, resolveBinary, startModelServer } from './product.ts';

/** What all contenders of a run share: one dev server and one scripted model server. */
export interface World {
  /** Of the dev server. */
  address: string;
  /** State folder of the embedded server. */
  stateDir: string;
  /** Of the model server, with `/v1`. */
  baseURL: string;
  temporal: Client;
  /** From now on the model takes so long and says so much. */
  model: { be(work: Pick<Work, 'latencyMs' | 'replyBytes'>): void; readonly asked: number };
  /** CPU that the dev server has used. */
  serverCpuMs(): number;
  closing: Closing;
}

export interface WorldOptions {
  /** Start the dev server as it is without our settings. */
  plainServer?: boolean;
}

export async function openWorld({ plainServer = false }: WorldOptions = {}): Promise<World> {
  const closing = new Closing();
  try {
    return await open(plainServer, closing);
  } catch (error) {
    await closing.close().catch(() => undefined);
    throw error;
  }
}

async function open(plainServer: boolean, closing: Closing): Promise<World> {
  const stateDir = mkdtempSync(join(tmpdir(), 'durable-agents-bench-'));
  closing.add(stateDir, (dir) => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  const env = plainServer
    ? { ...process.env, TEMPORAL_CLI: await plainBinary(stateDir) }
    : undefined;
  const server = await acquireServer({ stateDir, log: console.error, ...(env && { env }) });
  closing.add(server, (each) => each.release());
  const { address } = server;
  const connection = closing.add(await Connection.connect({ address }), (each) => each.close());
  const model = await startModel(closing);
  return {
    address,
    stateDir,
    temporal: new Client({ connection }),
    serverCpuMs: () => cpuMsOf(serverPid(stateDir)),
    closing,
    ...model,
  };
}

async function startModel(closing: Closing): Promise<Pick<World, 'baseURL' | 'model'>> {
  let reply = { text: '', delayMs: 0 };
  const server = await startModelServer({ script: () => reply });
  closing.add(server, (each) => each.close());
  let forgotten = 0;
  const model: World['model'] = {
    be({ latencyMs, replyBytes }) {
      reply = { text: 'x'.repeat(replyBytes), delayMs: latencyMs };
      forgotten += server.requests.splice(0).length; // it remembers every request whole
    },
    get asked() {
      return forgotten + server.requests.length;
    },
  };
  return { baseURL: `${server.url}/v1`, model };
}

/** The Temporal CLI, without those of our settings that make its server faster. */
async function plainBinary(folder: string): Promise<string> {
  const { path } = await resolveBinary('temporal');
  const script = join(folder, 'plain-temporal.sh');
  const lines = [
    '#!/bin/sh',
    'for each; do',
    '  shift',
    '  case $each in --sqlite-pragma=*|--dynamic-config-value=*) ;; *) set -- "$@" "$each" ;; esac',
    'done',
    `unset GOGC GOMEMLIMIT; exec '${path}' "$@"`,
  ];
  writeFileSync(script, `${lines.join('\n')}\n`);
  chmodSync(script, 0o755);
  return script;
}

/** As the embedded server's keeper writes it down. */
export function serverPid(stateDir: string): number {
  const run = JSON.parse(readFileSync(join(stateDir, 'server.json'), 'utf8')) as {
    serverPid: number;
  };
  return run.serverPid;
}
