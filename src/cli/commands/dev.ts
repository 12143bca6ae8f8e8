import type { Connection } from '@temporalio/client';
import type { AgentsClient } from '../../client/runs/agents-client.ts';
import {
  type Command,
  ExitStatus,
  jsonFlag,
  servingFlags,
  type ServingOptions,
  stateFlag,
  type StateOptions,
} from '../command.ts';
import { aborted } from '../interrupt.ts';
import type { Answer } from '../output.ts';

type DevOptions = ServingOptions & StateOptions;

/** `dev`: the embedded server with its Web UI, and a worker, until interrupted. */
export const dev: Command<DevOptions> = {
  name: 'dev',
  does: 'run an embedded Temporal server with its Web UI, and a worker, until interrupted',
  alsoTried: ['ui', 'web', 'up'],
  flags: [...servingFlags, stateFlag, jsonFlag],
  examples: ['dev', 'dev --register tools.ts --state /var/lib/agents'],
  async run(options, context) {
    const [{ findPlace, openToServe }, { closePlace }, { refuse }] = await Promise.all([
      import('../place/open-place.ts'),
      import('../place/open-reader.ts'),
      import('../input/refused-input.ts'),
    ]);
    const place = await findPlace(options);
    if (place.is === 'cluster') {
      throw refuse(
        "a Temporal cluster is configured (TEMPORAL_ADDRESS or a Temporal config file), and 'dev' runs a server of its own: use 'durable-agents worker --serve workflows,tools,…', or unset it",
      );
    }
    const opened = await openToServe(place, options, context);
    try {
      await context.output.answer(readyAnswer(opened.client));
      tellParent();
      await Promise.race([aborted(context.interrupted), opened.broken]);
      return ExitStatus.success;
    } finally {
      await closePlace(opened, context);
    }
  },
};

function readyAnswer({ parts }: AgentsClient): Answer {
  const { temporal, webUrl: url, queue } = parts;
  const { address } = (temporal.connection as Connection).options;
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
