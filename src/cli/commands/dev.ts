import type { Connection } from '@temporalio/client';
import type { CommandContext, ServingOptions, StateOptions } from '../command-context.ts';
import { ExitStatus } from '../exit-status.ts';
import { aborted } from '../interrupt.ts';
import { closeClient, onCluster, type Opened, openClient } from '../open-client.ts';
import type { Answer } from '../output.ts';
import { refuse } from '../refused-input.ts';

export interface DevOptions extends ServingOptions, StateOptions {}

/** `dev`: the embedded server with its Web UI, and a worker, until interrupted. */
export async function dev(options: DevOptions, context: CommandContext): Promise<ExitStatus> {
  if (onCluster({})) {
    throw refuse(
      "a Temporal cluster is configured (TEMPORAL_ADDRESS or a Temporal config file), and 'dev' runs a server of its own: use 'durable-agents worker --serve workflows,tools,…', or unset it",
    );
  }
  const opened = await openClient(options, context);
  try {
    await context.output.answer(readyAnswer(opened));
    tellParent();
    await Promise.race([aborted(context.interrupted), opened.broken]);
    return ExitStatus.success;
  } finally {
    await closeClient(opened, context);
  }
}

function readyAnswer({ client }: Opened): Answer {
  const { temporal, webUrl: url, queue } = client.parts;
  const address = (temporal.connection as Connection).options.address;
  const { namespace } = temporal.options;
  return {
    document: { success: true, url, address, namespace, queue, pid: process.pid },
    text: [
      `Web UI:   ${url}`,
      `Temporal: ${address} (namespace ${namespace})`,
      "Run something in another terminal: durable-agents run research.yaml --input '…'",
      'Ctrl-C stops it; what has not finished goes on when something serves again.',
    ].join('\n'),
  };
}

/** Tells the command that keeps this one in the background that it is up. */
function tellParent(): void {
  process.send?.('ready');
  if (process.connected) process.disconnect();
}
