// Whether the worker on this host polls its queues: `node scripts/worker-health.mjs workflows,tools`.
// For health checks of containers, whose host name no other worker has.
import { hostname } from 'node:os';
import { openConnection, serverPlace } from '../dist/client/runs/server-connection.js';
import { queuesOf } from '../dist/core/queues.js';

/** A poll takes 60 s at most and is followed by the next. */
const freshMs = 70_000;

const { address, namespace, options } = serverPlace({});
const connection = await openConnection(address, { ...options, connectTimeout: 8_000 });
const served = (process.argv[2] ?? '').split(',').map((name) => name.trim());
const polled = await Promise.all(served.map(isPolled));
await connection.close();
const idle = served.filter((_, index) => !polled[index]);
if (idle.length > 0) throw new Error(`nobody on this host serves ${idle.join(', ')}`);

async function isPolled(name) {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: queueOf(name) },
    taskQueueType: name === 'workflows' ? 1 : 2, // Temporal's numbers for workflows and activities
  });
  return pollers.some(
    ({ identity, lastAccessTime }) =>
      identity?.endsWith(`@${hostname()}`) &&
      Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < freshMs,
  );
}

function queueOf(name) {
  const queues = queuesOf();
  return name === 'workflows' || name === 'tools' ? queues[name] : queues.model(name);
}
