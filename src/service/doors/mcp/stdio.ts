import { basename, extname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { AgentsClient } from '../../../client/runs/agents-client.ts';
import { parseInput } from '../../../core/parse-input.ts';
import type { Caller } from '../../caller.ts';
import { createService } from '../../create-service.ts';
import { optionsSchema } from '../../options.ts';
import type { Service } from '../../service.ts';
import { readyMade } from '../../teams/ready-made.ts';
import { connectTeams } from './team-server.ts';

/** What is offered to an MCP client, and where its messages come from and go to. */
export interface StdioOptions {
  /** A spec's file, a folder of specs, or the name of a ready-made team. Default: `./teams`. */
  teams: string | undefined;
  input: Readable;
  /** Gets nothing but messages. */
  output: Writable;
  /** Told one line at a time what goes wrong. */
  log: (line: string) => void;
  /** Ends it. */
  closing: AbortSignal;
}

/**
 * Serves teams to one MCP client over two streams, until it closes them.
 *
 * @returns the runs that the client has started
 * @throws `Input.Invalid` for a file or a folder that is not there, or a file that cannot be read
 */
export async function serveStdio(
  client: AgentsClient,
  { teams, input, output, log, closing }: StdioOptions,
): Promise<ReadonlySet<string>> {
  const isReadyMade = readyMade.some(({ name }) => name === teams);
  const paths = teams === undefined || isReadyMade ? {} : { teams: [teams] };
  const settings = parseInput(optionsSchema, { ...paths, studio: false, log }, 'mcp');
  const service = await createService(client, settings, closing);
  const caller = callerFor(service, isReadyMade ? teams : undefined);
  refuseBroken(service, teams);
  const started = new Set<string>();
  const transport = new StdioServerTransport(input, output, {
    maxBufferSize: settings.maxBodyBytes,
  });
  const offered = { service, caller, started: (run: string) => void started.add(run) };
  const server = await connectTeams(offered, transport);
  await closed({ input, output, closing }, (resolve) => (server.onclose = resolve));
  await server.close();
  return started;
}

/** Offers what was asked for: ready-made teams where they are named, else those of files as they come and go. */
function callerFor({ teams }: Service, readyMadeTeam: string | undefined): Caller {
  return {
    user: null,
    get teams() {
      if (readyMadeTeam !== undefined) return [readyMadeTeam];
      const known: ReadonlySet<object> = new Set(readyMade);
      return teams.list().flatMap((team) => (known.has(team) ? [] : [team.name]));
    },
  };
}

/** A single file that cannot be read offers nothing. */
function refuseBroken(service: Service, path: string | undefined): void {
  const team = service.teams.get(basename(path ?? '', extname(path ?? '')));
  if (team?.spec === null) throw service.teams.refusal(team);
}

async function closed(
  { input, output, closing }: Pick<StdioOptions, 'input' | 'output' | 'closing'>,
  whenServerCloses: (resolve: () => void) => void,
): Promise<void> {
  await new Promise<void>((done) => {
    const resolve = () => done();
    whenServerCloses(resolve);
    input.once('end', resolve).once('close', resolve);
    output.once('error', resolve).once('close', resolve);
    if (closing.aborted) resolve();
    else closing.addEventListener('abort', resolve, { once: true });
  });
}
