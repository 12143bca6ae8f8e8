import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { serverLine } from '../../core/mcp-names.ts';
import type { McpServer } from '../../core/mcp-servers.ts';
import { visible } from '../../core/visible.ts';
import { beginningOf } from '../../core/unicode.ts';
import { knowSecrets, withoutKnownKeys } from '../known-keys.ts';
import { limitedFetch } from './limited-fetch.ts';

/** Told a line at a time what servers write to their standard error. */
export type McpLog = (line: string) => void;

/** Bytes of one message of a server at most. */
const messageLimitBytes = 4_000_000;

/** Lines of one server's standard error that are handed on, and characters of each. */
const linesAtMost = 1_000;
const lineAtMost = 500;

/**
 * The way to a server: a process that is started, or an address.
 *
 * @throws an `Error` that names the variable of the environment that is not set
 */
export function transportTo(name: string, server: McpServer, log: McpLog): Transport {
  if ('url' in server) {
    const headers = fromEnvironment(Object.entries(server.headersEnv));
    // a redirection would take the headers elsewhere
    const requestInit = { headers, redirect: 'error' as const };
    const bounded = limitedFetch(messageLimitBytes, (error) => {
      reached.onerror?.(error);
      void reached.close();
    });
    const reached = new StreamableHTTPClientTransport(new URL(server.url), {
      requestInit,
      fetch: bounded,
    });
    return reached;
  }
  const env = fromEnvironment(server.env.map((variable) => [variable, variable]));
  const { command, args } = server;
  const transport = new StdioClientTransport({
    command,
    args,
    env,
    stderr: 'pipe',
    maxBufferSize: messageLimitBytes,
  });
  const told = lineReader((line) => log(serverLine(name, cleaned(line))));
  transport.stderr?.on('data', (piece: Buffer) => told(String(piece)));
  transport.stderr?.on('end', () => told('\n')); // its last words may have no end of their own
  return transport;
}

function fromEnvironment(named: readonly (readonly [string, string])[]): Record<string, string> {
  const values = named.map(([key, variable]) => {
    const value = process.env[variable];
    if (value === undefined || value === '')
      throw new Error(`it needs ${variable}, which is not set`);
    return [key, value] as const;
  });
  knowSecrets(values.map(([, value]) => value));
  return Object.fromEntries(values);
}

function cleaned(line: string): string {
  return beginningOf(visible(withoutKnownKeys(line)), lineAtMost);
}

function lineReader(told: (line: string) => void): (piece: string) => void {
  let rest = '';
  let lines = 0;
  return (piece) => {
    const all = (rest + piece).split('\n');
    rest = beginningOf(all.pop() ?? '', 10_000);
    for (const line of all) if (line.trim() !== '' && (lines += 1) <= linesAtMost) told(line);
  };
}
