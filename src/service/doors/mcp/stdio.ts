import { basename, extname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { AgentsClient } from '../../../client/runs/agents-client.ts';
import type { Caller } from '../../caller.ts';
import { createService } from '../../create-service.ts';
import { type ReadSettings, readSettings } from '../../read-settings.ts';
import type { Service } from '../../service.ts';
import { readyMade } from '../../teams/ready-made.ts';
import { connectTeams } from './team-server.ts';

/** What is offered to an MCP client, found good. */
export interface Offer {
  read: ReadSettings;
  /** The ready-made team that is meant; `null`: those of files are. */
  readyMadeTeam: string | null;
  /** Where the teams stand. */
  path: string;
}

/**
 * Reads what is to be offered.
 *
 * @param teams a spec's file, a folder of specs, or the name of a ready-made team
 * @param log told one line at a time what goes wrong
 * @throws `Input.Invalid` for a file or a folder that is not there
 */
export async function readOffer(teams: string, log: (line: string) => void): Promise<Offer> {
  const isReadyMade = readyMade.some(({ name }) => name === teams);
  const read = await readSettings({ teams: isReadyMade ? [] : [teams], studio: false, log });
  return { read, readyMadeTeam: isReadyMade ? teams : null, path: teams };
}

/** Where messages come from and go to, and what ends it. */
export interface Streams {
  input: Readable;
  /** Gets nothing but messages. */
  output: Writable;
  closing: AbortSignal;
}

/**
 * Serves teams to one MCP client over two streams, until it closes them.
 *
 * @returns the runs that the client has started
 * @throws `Input.Invalid` for a single file that cannot be read
 */
export async function serveStdio(
  client: AgentsClient,
  { read, readyMadeTeam, path }: Offer,
  streams: Streams,
): Promise<ReadonlySet<string>> {
  const service = await createService(client, read, streams.closing);
  refuseBroken(service, path);
  const started = new Set<string>();
  const maxBufferSize = read.settings.maxBodyBytes;
  const transport = new StdioServerTransport(streams.input, streams.output, { maxBufferSize });
  const caller = callerFor(service, readyMadeTeam);
  const offered = { service, caller, started: (run: string) => void started.add(run) };
  const server = await connectTeams(offered, transport);
  await closed(streams, (resolve) => {
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's own objects have no other way
    server.onclose = resolve;
  });
  await server.close();
  return started;
}

/** Offers what was asked for: ready-made teams where they are named, else those of files as they come and go. */
function callerFor({ teams }: Service, readyMadeTeam: string | null): Caller {
  return {
    user: null,
    get teams() {
      if (readyMadeTeam !== null) return [readyMadeTeam];
      const known: ReadonlySet<object> = new Set(readyMade);
      return teams.list().flatMap((team) => (known.has(team) ? [] : [team.name]));
    },
  };
}

/** A single file that cannot be read offers nothing. */
function refuseBroken(service: Service, path: string): void {
  const ending = extname(path);
  const team = ending === '' ? undefined : service.teams.get(basename(path, ending));
  if (team?.spec === null) throw service.teams.refusal(team);
}

async function closed(
  { input, output, closing }: Streams,
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
