import { once } from 'node:events';

/** In a script of this suite: says that it is ready, and waits until it may begin. */
export async function readyToGo(): Promise<void> {
  process.send?.('ready');
  await once(process, 'message');
}
