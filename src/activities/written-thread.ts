import type { Text } from '../core/content.ts';
import { saidBefore } from '../core/prompts/thread.ts';
import type { ThreadWindow } from '../core/thread-window.ts';
import { offload } from './offload.ts';
import type { Store } from './store/open-store.ts';
import type { ThreadRequest } from './thread-request.ts';

/** What a window of a thread holds as one text, for whoever reads it as background. */
export async function writeWindow(
  { messages, threads }: Store,
  { name, step, run }: ThreadRequest,
  { from, upTo }: ThreadWindow,
): Promise<Text> {
  const range = { order: 'oldest', after: from - 1, before: upTo + 1 } as const;
  const seen = from > upTo ? [] : await threads.range(name, range);
  const written = seen
    .filter(({ id }) => !id.startsWith(`${step}#`))
    .map(({ author, content }) => saidBefore(author, content));
  const storedAs = { name: `${step}/thread`, author: 'run', role: 'user', run } as const;
  return await offload(messages, storedAs, written.join('\n\n'));
}
