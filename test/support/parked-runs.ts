import { Client, Connection } from '@temporalio/client';

async function withClient<Result>(
  address: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

/** Starts a run that no worker takes: it is there for as long as the server's state is. */
export async function startRun(address: string, workflowId: string): Promise<void> {
  await withClient(address, (client) =>
    client.workflow.start('none', {
      workflowId,
      taskQueue: 'nobody',
      searchAttributes: { AgentsPattern: ['debate'], AgentsUser: ['ada'] },
    }),
  );
}

/** The status of a run, as Temporal names it. */
export async function statusOf(address: string, workflowId: string): Promise<string> {
  const description = await withClient(address, (client) =>
    client.workflow.getHandle(workflowId).describe(),
  );
  return description.status.name;
}
