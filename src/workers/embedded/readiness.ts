import { get, type RequestOptions } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { searchAttributes } from '../../core/search-attributes.ts';
import type { Hidden } from './hidden.ts';
import { isOpen, type Ports } from './ports.ts';

/**
 * Waits until a run could be started: the gRPC and Web UI ports are open and the namespace
 * `default` answers, through Temporal's HTTP API, with the project's search attributes.
 *
 * @returns false when the signal was aborted first
 */
export async function waitUntilReady(
  ports: Ports,
  signal: AbortSignal,
  hidden?: Hidden,
): Promise<boolean> {
  const { ui = { host: '127.0.0.1', port: ports.ui }, httpHost } = hidden ?? {};
  while (!signal.aborted) {
    const isThere = (await namespaceAnswers(ports, httpHost)) && (await isOpen(ports.grpc));
    if (isThere && (await isOpen(ui.port, ui.host))) return true;
    await sleep(20);
  }
  return false;
}

async function namespaceAnswers({ http }: Ports, name?: string): Promise<boolean> {
  const headers = name === undefined ? {} : { host: name };
  const path = '/api/v1/namespaces/default/search-attributes';
  const text = await textAt({ host: '127.0.0.1', port: http, path, headers, timeout: 2_000 });
  return text !== null && searchAttributes.every((each) => text.includes(each.name));
}

/** Not with `fetch`: it takes longer to load than an answer does. `null`: there is no good answer. */
async function textAt(options: RequestOptions): Promise<string | null> {
  return await new Promise((resolve) => {
    const request = get(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(response.statusCode === 200 ? text : null));
    });
    request.on('timeout', () => request.destroy());
    request.on('close', () => resolve(null)); // after an answer it changes nothing
    request.on('error', () => resolve(null));
  });
}
