import { type DevServer, aborted, startDevServer } from './dev-server.ts';
import { chooseHidden, type Hidden } from './hidden.ts';
import type { Leases } from './leases.ts';
import { type Ports, choosePorts } from './ports.ts';
import { waitUntilReady } from './readiness.ts';
import type { RunFile } from './run-file.ts';
import type { StateDir } from './state-dir.ts';
import { guardUi } from './ui-guard.ts';

export interface Serving {
  state: StateDir;
  /** The Temporal CLI. */
  binary: string;
  leases: Leases;
  /** Puts what is known of the server into the run file. */
  record(run: Partial<RunFile>): void;
  /** Aborted when the server shall stop. */
  stop: AbortSignal;
}

const readyLimitMs = 30_000;
/** A server that ends again so soon would do so for ever. */
const tooSoonMs = 60_000;

/** Runs the server until told to stop; starts it again, once a minute, when it ends on its own. */
export async function keepServing(serving: Serving): Promise<void> {
  let lastEnd = Number.NEGATIVE_INFINITY;
  while (!serving.stop.aborted) {
    const reason = await serveOnce(serving);
    if (reason === undefined) return;
    note(`the Temporal server is down: ${reason}`);
    if (Date.now() - lastEnd < tooSoonMs) {
      serving.leases.announce({ state: 'failed', reason });
      return;
    }
    lastEnd = Date.now();
  }
}

/** @returns why the server ended, `undefined` if it was told to */
async function serveOnce(serving: Serving): Promise<string | undefined> {
  const { state, binary, stop, leases } = serving;
  const ports = await choosePorts(state.ports);
  if (stop.aborted) return undefined;
  const hidden = await chooseHidden();
  const guard = await guardUi(ports.ui, hidden.ui);
  const server = startDevServer(binary, state.database, { ports, hidden });
  const address = `127.0.0.1:${ports.grpc}`;
  try {
    serving.record({ serverPid: server.pid ?? null, address, uiPort: ports.ui });
    note(`starting the Temporal server, process ${server.pid}, at ${address}`);
    if (await becomesReady(server, { ports, hidden }, stop)) {
      leases.announce({ state: 'ready', address, uiUrl: `http://127.0.0.1:${ports.ui}` });
      await Promise.race([aborted(server.ended), aborted(stop)]);
    }
    return stop.aborted ? undefined : reasonOf(server);
  } finally {
    guard.close();
    if (!server.ended.aborted) await server.stop();
  }
}

async function becomesReady(
  server: DevServer,
  { ports, hidden }: { ports: Ports; hidden: Hidden },
  stop: AbortSignal,
): Promise<boolean> {
  const limit = AbortSignal.timeout(readyLimitMs);
  return await waitUntilReady(ports, AbortSignal.any([server.ended, stop, limit]), hidden);
}

function reasonOf({ ended }: DevServer): string {
  return ended.aborted ? String(ended.reason) : `not ready after ${readyLimitMs / 1000} s`;
}

/** Standard output is the log file. */
function note(line: string): void {
  process.stdout.write(`${new Date().toISOString()} keeper ${process.pid}: ${line}\n`);
}
