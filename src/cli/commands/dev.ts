import type { Connection } from '@temporalio/client';
import type { AgentsClient } from '../../client/runs/agents-client.ts';
import {
  type Command,
  ExitStatus,
  jsonFlag,
  portFlag,
  servingFlags,
  type ServingOptions,
  stateFlag,
  type StateOptions,
  type WaitingOptions,
  watchFlag,
  type WatchOptions,
} from '../command.ts';
import { aborted } from '../interrupt.ts';
import type { Answer } from '../output.ts';
import type { OwnStudio } from '../place/serve-studio.ts';

type DevOptions = ServingOptions &
  StateOptions &
  WatchOptions &
  Pick<WaitingOptions, 'port'> & { noOpen?: boolean };

/** `dev`: the studio, the embedded server with its Web UI, and a worker, until interrupted. */
export const dev: Command<DevOptions> = {
  name: 'dev',
  does: 'run the studio, an embedded Temporal server with its Web UI, and a worker, until interrupted',
  alsoTried: ['ui', 'web', 'up'],
  flags: [
    portFlag,
    { name: 'no-open', does: 'open no browser; in a terminal the studio is opened in one' },
    watchFlag,
    ...servingFlags,
    stateFlag,
    jsonFlag,
  ],
  examples: ['dev', 'dev --register tools.ts --watch'],
  async run(options, context) {
    const [
      { findPlace, openToServe },
      { closePlace },
      { readPort },
      { refuse },
      { serveStudio, standInStudio },
      { openPage },
    ] = await Promise.all([
      import('../place/open-place.ts'),
      import('../place/open-reader.ts'),
      import('../input/read-port.ts'),
      import('../input/refused-input.ts'),
      import('../place/serve-studio.ts'),
      import('../place/open-page.ts'),
    ]);
    const port = readPort(options);
    const place = await findPlace(options);
    if (place.is === 'cluster') {
      throw refuse(
        "a Temporal cluster is configured (TEMPORAL_ADDRESS or a Temporal config file), and 'dev' runs a server of its own: use 'durable-agents worker --serve workflows,tools,…', or unset it",
      );
    }
    const opened = await openToServe(place, options, context);
    let studio: OwnStudio | undefined;
    try {
      const { stateDir } = place.target;
      studio = process.connected // then a command has started it in the background
        ? await standInStudio(opened.client, stateDir, context)
        : await serveStudio(opened.client, { stateDir, port }, context);
      await context.output.answer(readyAnswer(opened.client, studio));
      tellParent();
      if (!options.noOpen && !context.output.json) openPage(studio.studio);
      await Promise.race([aborted(context.interrupted), opened.broken]);
      return ExitStatus.success;
    } finally {
      await studio?.close();
      await closePlace(opened, context);
    }
  },
};

function readyAnswer({ parts }: AgentsClient, { studio, service }: OwnStudio): Answer {
  const { temporal, webUrl: url, queue } = parts;
  const { address } = (temporal.connection as Connection).options;
  const { namespace } = temporal.options;
  return {
    document: { success: true, studio, service, url, address, namespace, queue, pid: process.pid },
    text: [
      studio === null ? `Service:  ${service ?? 'none'}` : `Studio:   ${studio}`,
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
