import { Writable } from 'node:stream';
import type { Offer } from '../../service/doors/mcp/stdio.ts';
import {
  type ClusterOptions,
  clusterFlags,
  type Command,
  type CommandContext,
  ExitStatus,
  jsonFlag,
  servingFlags,
  type ServingOptions,
  stateFlag,
  type StateOptions,
} from '../command.ts';
import type { Opened, Place } from '../place/place.ts';

interface McpOptions extends ClusterOptions, ServingOptions, StateOptions {
  teams?: string;
  serve?: boolean;
}

/** `mcp FILE|DIR`: the teams as tools of an MCP client, which starts this command and talks to it. */
export const mcp: Command<McpOptions> = {
  name: 'mcp',
  does: 'offer teams as tools to an MCP client, over stdin and stdout',
  alsoTried: ['tools', 'stdio'],
  takes: [
    {
      key: 'teams',
      shown: 'file or folder',
      does: 'a spec, a folder of specs, or a ready-made team; default: the folder teams',
      optional: true,
    },
  ],
  flags: [
    { name: 'serve', does: 'on a cluster: serve the runs in this process' },
    ...servingFlags,
    stateFlag,
    ...clusterFlags,
    jsonFlag,
  ],
  examples: ['mcp research.yaml', 'mcp teams --register tools.ts --state /var/lib/agents'],
  async run(options, context) {
    const [{ findPlace, openToServe }, { closePlace }, { readOffer }, { usualFolder }] =
      await Promise.all([
        import('../place/open-place.ts'),
        import('../place/open-reader.ts'),
        import('../../service/doors/mcp/stdio.ts'),
        import('../../service/teams/team-folder.ts'),
      ]);
    const place = await findPlace(options);
    const log = (line: string) => context.output.logged(line);
    const offer = await readOffer(options.teams ?? usualFolder, log);
    const opened = await openToServe(place, options, context);
    try {
      const started = await serve(opened, offer, context);
      await leaveRuns({ opened, place, started }, options, context);
      return context.interrupted.aborted ? ExitStatus.interrupted : ExitStatus.success;
    } finally {
      await closePlace(opened, context);
    }
  },
};

/** What was served, and where. */
interface Served {
  opened: Opened;
  place: Place;
  /** The runs that the client has started. */
  started: ReadonlySet<string>;
}

/** Serves until the client has gone, or what serves the runs has broken. */
async function serve(
  { client, broken }: Opened,
  offer: Offer,
  { interrupted }: CommandContext,
): Promise<ReadonlySet<string>> {
  const [{ serveStdio }, { writeAnswer }] = await Promise.all([
    import('../../service/doors/mcp/stdio.ts'),
    import('../own-process.ts'),
  ]);
  const messages = new Writable({
    write(text: Buffer, _, done) {
      void (async () => {
        await writeAnswer(text.toString());
        done();
      })();
    },
  });
  const over = new AbortController();
  const closing = AbortSignal.any([interrupted, over.signal]);
  const streams = { input: process.stdin, output: messages, closing };
  try {
    return await Promise.race([serveStdio(client, offer, streams), broken]);
  } finally {
    over.abort();
  }
}

/** The runs that a client leaves go on without it: in the background where this process has served them. */
async function leaveRuns(
  { opened: { client }, place, started }: Served,
  options: McpOptions,
  { output }: CommandContext,
): Promise<void> {
  if (started.size === 0 || place.is !== 'embedded') return;
  const running = await client.runs.list({ status: 'running', limit: 1_000 });
  const left = running.filter(({ id }) => started.has(id));
  if (left.length === 0) return;
  const { serveInBackground } = await import('../place/background.ts');
  const { pid, log } = await serveInBackground(client, place.target, options);
  const which = left.map(({ id }) => id).join(', ');
  output.note(`Process ${pid} goes on with what has not ended: ${which} (log: ${log}).`);
}
