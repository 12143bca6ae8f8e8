import { randomBytes, randomInt } from 'node:crypto';
import { freePort } from './ports.ts';
import type { UiPlace } from './ui-guard.ts';

/**
 * What of a server a web page could reach by itself, and so must not find: a browser sends simple
 * requests to any port, and reads by any name that leads to this machine.
 */
export interface Hidden {
  /** Where the Web UI is served, behind its guard. */
  ui: UiPlace;
  /** The one name under which the HTTP API answers. */
  httpHost: string;
}

/** Chosen anew for each start. Linux has 16 million addresses of its own, other systems one. */
export async function chooseHidden(): Promise<Hidden> {
  const parts = [randomInt(1, 255), randomInt(0, 255), randomInt(2, 255)];
  const host = process.platform === 'linux' ? ['127', ...parts].join('.') : '127.0.0.1';
  const httpHost = `${randomBytes(16).toString('hex')}.invalid`;
  return { ui: { host, port: await freePort() }, httpHost };
}
