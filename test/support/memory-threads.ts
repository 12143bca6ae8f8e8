/** Threads of the memory host. */
import type { Exchange } from '../../src/activities/append-exchange.ts';
import { saidBefore } from '../../src/core/prompts/thread.ts';
import type { OpenedThread } from '../../src/core/thread-window.ts';

/** All that teams have said in a thread. */
export function wholeThread(name: string, said: readonly Exchange[]): OpenedThread {
  const nothing = { omitted: 0, summarised: 0, summary: null };
  const messages = said
    .filter(({ thread }) => thread === name)
    .flatMap(({ input, answer, author }) => [
      saidBefore('user', input as string),
      saidBefore(author, answer as string),
    ]);
  const window = { name, from: 1, upTo: messages.length, ...nothing };
  return { window, work: null, written: messages.join('\n\n') };
}
