import { setTimeout as sleep } from 'node:timers/promises';
import { searchAttributes } from './dev-server-arguments.ts';
import { isOpen, type Ports } from './ports.ts';

/**
 * Waits until a run could be started: the gRPC and Web UI ports are open and the namespace
 * `default` answers, through Temporal's HTTP API, with the project's search attributes.
 *
 * @returns false when the signal was aborted first
 */
export async function waitUntilReady(ports: Ports, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if ((await namespaceAnswers(ports)) && (await isOpen(ports.grpc)) && (await isOpen(ports.ui))) {
      return true;
    }
    await sleep(20);
  }
  return false;
}

async function namespaceAnswers({ http }: Ports): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${http}/api/v1/namespaces/default/search-attributes`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const text = await answer.text();
    return answer.ok && searchAttributes.every((name) => text.includes(name));
  } catch {
    return false;
  }
}
