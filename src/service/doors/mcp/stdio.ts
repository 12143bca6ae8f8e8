import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Caller } from '../../caller.ts';
import type { Service } from '../../service.ts';
import { connectTeams } from './team-server.ts';

/** Where messages come from and go to. */
export interface Streams {
  input: Readable;
  /** Gets nothing but messages. */
  output: Writable;
}

/**
 * Serves the teams to one MCP client over two streams, until it closes them or the service stops.
 *
 * @returns the runs that the client has started
 */
export async function serveStdio(
  service: Service,
  caller: Caller,
  { input, output }: Streams,
): Promise<ReadonlySet<string>> {
  const started = new Set<string>();
  const options = { maxBufferSize: service.settings.maxBodyBytes };
  const transport = new StdioServerTransport(input, output, options);
  const server = await connectTeams(
    { service, caller, started: (run) => started.add(run) },
    transport,
  );
  await new Promise<void>((resolve) => {
    server.onclose = resolve;
    input.once('end', resolve).once('close', resolve);
    output.once('error', () => resolve()).once('close', resolve);
    service.closing.addEventListener('abort', () => resolve(), { once: true });
    if (service.closing.aborted) resolve();
  });
  await server.close();
  return started;
}
