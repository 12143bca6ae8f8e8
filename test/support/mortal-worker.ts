/** A worker in a process of its own, to be killed; it tells `ready` on stdout when it serves. */
import { NativeConnection } from '@temporalio/worker';
import { McpPool } from '../../src/activities/mcp/pool.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import type { McpServer } from '../../src/core/mcp-servers.ts';
import { installRuntime } from '../../src/workers/temporal-runtime.ts';
import { startWorkers, type WorkerGroupOptions } from '../../src/workers/worker-group.ts';

/** What the process is told, as JSON in MORTAL_WORKER. */
export interface MortalWorker {
  address: string;
  /** Path of the store. */
  store: string;
  serve: Pick<WorkerGroupOptions, 'suffix' | 'endpoints' | 'workflows'>;
  /** Kill -9 itself when a call is in the ledger, and its activity is not completed yet. */
  diesAfterCall: boolean;
  /** Servers of tools: it runs tools too. Default: it runs none. */
  mcp?: Record<string, McpServer>;
}

const given = process.env['MORTAL_WORKER'];
if (given !== undefined) await serve(JSON.parse(given) as MortalWorker);

async function serve({ address, store, serve, diesAfterCall, mcp }: MortalWorker): Promise<void> {
  installRuntime(() => undefined);
  const opened = await openStore(store);
  await startWorkers({
    connection: await NativeConnection.connect({ address }),
    namespace: 'default',
    store: diesAfterCall ? deadly(opened) : opened,
    transforms: mcp === undefined ? null : {},
    mcp: mcp && new McpPool(mcp),
    sharedQueue: null,
    ...serve,
  });
  process.stdout.write('ready\n');
}

function deadly(store: Store): Store {
  return {
    ...store,
    ledger: {
      ...store.ledger,
      async complete(call) {
        const reply = await store.ledger.complete(call);
        process.kill(process.pid, 'SIGKILL');
        return reply;
      },
    },
  };
}
