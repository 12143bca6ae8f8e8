// A worker and a client that are there already: one line each adds agents to them.
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import {
  Agent,
  agentsClient,
  defineTool,
  DurableAgentsPlugin,
  local,
  ParallelAgents,
} from 'durable-agents';
import { z } from 'zod';
import { activities } from './own-worker/activities.ts';
import type { answerComplaint } from './own-worker/workflows.ts';

// Only for a Temporal server to try it on.
await using embedded = await local();
const { connection } = embedded.parts.temporal;

const refund = defineTool({
  name: 'refund',
  description: 'Pays an order back.',
  input: z.object({ order: z.string() }),
  execute: ({ order }) => `${order} is paid back`,
});
const taskQueue = 'orders';
const native = await NativeConnection.connect({ address: embedded.address });
const worker = await Worker.create({
  connection: native,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('./own-worker/workflows.ts', import.meta.url)),
  activities,
  plugins: [new DurableAgentsPlugin({ tools: [refund] })],
});

await worker.runUntil(async () => {
  const client = new Client({ connection });
  const agents = agentsClient(client, { taskQueue });

  const panel = new ParallelAgents([new Agent({ name: 'Lawyer' }), new Agent({ name: 'Friend' })]);
  const { workflowId } = await client.workflow.start<typeof answerComplaint>('answerComplaint', {
    taskQueue,
    workflowId: `complaint-${Date.now()}`,
    args: [{ panel: agents.prepare(panel), order: 'Order 17' }],
  });
  const answers = await agents.handle(workflowId).result();
  if (answers.kind === 'parallel')
    for (const each of answers.successful) console.log(`${each.agentName}: ${each.content}`);

  const clerk = new Agent({ name: 'Clerk', tools: ['refund'] });
  const result = await agents.run(clerk, 'Pay order 17 back');
  console.log(result.content);
});
await native.close();
