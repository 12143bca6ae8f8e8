import type { AgentsClient } from '../../client/runs/agents-client.ts';
import type { ServiceServer } from '../../service/index.ts';
import { type CommandContext, usualPort, type WaitingOptions } from '../command.ts';
import type { Opened, Place } from './place.ts';

/** The studio that a command serves beside what it does. */
export interface OwnStudio {
  /** Where the HTTP service answers; `null`: nowhere yet, as of a build that has no studio. */
  service: string | null;
  /** The same, where the studio is served there; `null`: this build has none. */
  studio: string | null;
  close(): Promise<void>;
}

/**
 * Serves the studio to this machine, and lets whoever uses the state folder know where it is.
 *
 * @param port default: the usual one, or the next that is free
 * @throws `Input.Invalid` for a port that is taken
 */
export async function serveStudio(
  client: AgentsClient,
  { stateDir, port }: { stateDir: string; port?: number | undefined },
  { output }: CommandContext,
): Promise<OwnStudio> {
  const [{ createServer }, { announceStudio, atFreePort, standInPort, takeStudioPort }] =
    await Promise.all([
      import('../../service/index.ts'),
      import('../../workers/embedded/index.ts'),
    ]);
  const log = (line: string) => output.logged(line);
  const wanted = port ?? standInPort(stateDir) ?? usualPort;
  await takeStudioPort(stateDir, wanted);
  const server =
    port === undefined
      ? await atFreePort(wanted, (free) => createServer(client, { port: free, log }))
      : await createServer(client, { port, log });
  const { url } = server;
  const withdraw = server.studio ? announceStudio(stateDir, url) : () => undefined;
  return {
    service: url,
    studio: server.studio ? url : null,
    async close() {
      withdraw();
      await server.close();
    },
  };
}

/**
 * The studio as a process in the background has it: served by one of them while nobody else serves it.
 *
 * @see StandInStudio
 */
export async function standInStudio(
  client: AgentsClient,
  stateDir: string,
  { output }: CommandContext,
): Promise<OwnStudio> {
  const [{ createServer }, { announcedStudio, atFreePort, studioOf }, { StandInStudio }] =
    await Promise.all([
      import('../../service/index.ts'),
      import('../../workers/embedded/index.ts'),
      import('./stand-in-studio.ts'),
    ]);
  const log = (line: string) => output.logged(line);
  const serve = (port: number) => createServer(client, { port, log });
  const open = async (port: number | undefined) => {
    try {
      if (port !== undefined) return await serve(port);
    } catch (error) {
      if (announcedStudio(stateDir) !== undefined) throw error; // another was faster
    }
    return await atFreePort(usualPort, serve);
  };
  const studio = new StandInStudio({ stateDir, open });
  await studio.look();
  const url = studioOf(stateDir);
  return { service: url, studio: url, close: () => studio.close() };
}

/** Lets whoever uses a state folder know where its studio is; gives what takes that back. */
export async function announcedWhere(
  place: Place,
  { url, studio }: Pick<ServiceServer, 'url' | 'studio'>,
): Promise<() => void> {
  if (place.is === 'cluster' || !studio) return () => undefined;
  const { announceStudio } = await import('../../workers/embedded/index.ts');
  return announceStudio(place.target.stateDir, url);
}

/** Has whoever stands in at a port give it up, for the service that is about to be served there. */
export async function takePortAt(place: Place, port: number | undefined): Promise<void> {
  if (place.is === 'cluster' || port === undefined) return;
  const { takeStudioPort } = await import('../../workers/embedded/index.ts');
  await takeStudioPort(place.target.stateDir, port);
}

/** Whether a command stays after the result, so that what has happened can be looked at. */
export function staysOpen({ keep = false }: WaitingOptions): boolean {
  return keep && process.stdout.isTTY && process.stderr.isTTY;
}

/**
 * An embedded place, with the studio where the command stays. Its address is told at once.
 *
 * @throws `Input.Invalid` for a port that is none, or is taken
 */
export async function withStudio(
  opened: Opened,
  stateDir: string,
  options: WaitingOptions,
  context: CommandContext,
): Promise<Opened> {
  if (!staysOpen(options)) return opened;
  try {
    const { readPort } = await import('../input/read-port.ts');
    const port = readPort(options);
    const own = await serveStudio(opened.client, { stateDir, port }, context);
    context.output.note(own.studio === null ? `Service: ${own.service}` : `Studio: ${own.studio}`);
    return {
      ...opened,
      async close() {
        await own.close();
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
