import type { AgentsClient } from '../../client/runs/agents-client.ts';
import type { ServiceOptions, ServiceServer } from '../../service/index.ts';
import {
  clusterFlags,
  type ClusterOptions,
  type Command,
  type CommandContext,
  ExitStatus,
  jsonFlag,
  servingFlags,
  type ServingOptions,
  stateFlag,
  type StateOptions,
  usualPort,
  watchFlag,
  type WatchOptions,
} from '../command.ts';
import { aborted } from '../interrupt.ts';
import type { Answer } from '../output.ts';

interface ServeOptions extends ServingOptions, StateOptions, ClusterOptions, WatchOptions {
  port?: string;
  host?: string;
  teams?: string[];
  allowHost?: string[];
  allowOrigin?: string[];
  open?: boolean;
}

/** `serve`: the HTTP service, until interrupted; embedded, runs are served in this process too. */
export const serve: Command<ServeOptions> = {
  name: 'serve',
  does: 'serve teams and runs over HTTP, with the studio, until interrupted',
  alsoTried: ['server', 'http', 'api', 'studio', 'service'],
  flags: [
    {
      name: 'port',
      value: 'number',
      does: `the port; 0 takes any that is free; default ${usualPort}`,
    },
    {
      name: 'host',
      value: 'address',
      does: 'where it listens; others than 127.0.0.1 need a token in DURABLE_AGENTS_TOKEN',
    },
    {
      name: 'teams',
      value: 'folders',
      does: 'folders or files of specs, with commas between; default teams',
      list: true,
    },
    {
      name: 'allow-host',
      value: 'names',
      does: 'host names that it answers to, with commas between',
      list: true,
    },
    {
      name: 'allow-origin',
      value: 'origins',
      does: 'pages that may call it from a browser, such as https://chat.example.com',
      list: true,
    },
    { name: 'open', does: 'in a terminal: open the studio in the browser' },
    watchFlag,
    ...servingFlags,
    stateFlag,
    ...clusterFlags,
    jsonFlag,
  ],
  examples: ['serve --register tools.ts --watch', 'serve --teams teams,more-teams --port 8080'],
  async run(options, context) {
    const [
      { findPlace, openToServe },
      { closePlace },
      { createServer },
      { readSettings },
      { announcedWhere, takePortAt },
      { refuse },
      { openPage },
    ] = await Promise.all([
      import('../place/open-place.ts'),
      import('../place/open-reader.ts'),
      import('../../service/index.ts'),
      import('../../service/read-settings.ts'),
      import('../place/serve-studio.ts'),
      import('../input/refused-input.ts'),
      import('../place/open-page.ts'),
    ]);
    const place = await findPlace(options);
    if (place.is === 'cluster' && options.watch) throw refuse(watchElsewhere);
    const asked = await serviceOptions(options, context);
    await readSettings(asked); // what is wrong is said before anything is started
    const opened = await openToServe(place, options, context);
    try {
      await takePortAt(place, asked.port);
      const server = await createServer(opened.client, asked);
      const withdraw = await announcedWhere(place, server);
      try {
        await context.output.answer(readyAnswer(server, opened.client));
        if (options.open && server.studio && !context.output.json) openPage(`${server.url}/`);
        await Promise.race([aborted(context.interrupted), opened.broken]);
      } finally {
        withdraw();
        await server.close();
      }
      return ExitStatus.success;
    } finally {
      await closePlace(opened, context);
    }
  },
};

const watchElsewhere =
  '--watch takes over code that runs in this process, and on a cluster workers run it: leave it out';

async function serviceOptions(
  { host, teams, allowHost, allowOrigin, config, trust, ...rest }: ServeOptions,
  { output }: CommandContext,
): Promise<ServiceOptions> {
  const [{ readConfig }, { readPort }] = await Promise.all([
    import('../../workers/config-file.ts'),
    import('../input/read-port.ts'),
  ]);
  const { tokens, startsPerMinute } = readConfig(config, trust).serve;
  const given = {
    host,
    teams,
    startsPerMinute,
    allowedHosts: allowHost,
    allowedOrigins: allowOrigin,
  };
  return {
    port: readPort(rest) ?? usualPort,
    tokens,
    log: (line) => output.logged(line),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

function readyAnswer({ url, studio }: ServiceServer, { parts }: AgentsClient): Answer {
  const { webUrl: webUi } = parts;
  const page = studio ? `${url}/` : null;
  return {
    document: { success: true, url, studio: page, webUi, pid: process.pid },
    text: [
      ...(page === null ? [] : [`Studio:  ${page}`]),
      `API:     ${url}/v1 (described at ${url}/openapi.json)`,
      ...(webUi === null ? [] : [`Web UI:  ${webUi}`]),
      'Ctrl-C stops it; what has not finished goes on when something serves again.',
    ].join('\n'),
  };
}
