import type { AgentsClient } from './agents-client.ts';
import { connect } from './connect.ts';

/** Milliseconds after the last call when the client that was opened for it closes by itself. */
const idleMs = 1_000;

let open: () => Promise<AgentsClient> = () => connect();
let opened: Promise<AgentsClient> | undefined;
let using = 0;
let closing: NodeJS.Timeout | undefined;

/** How a client is opened for `agent.chat()` and the like where the caller gives none. */
export function openDefaultWith(opener: () => Promise<AgentsClient>): void {
  open = opener;
}

/**
 * Runs `work` with the given client, or with one that is shared by all such calls and closed a
 * second after the last of them, so that a script ends by itself.
 */
export async function withClient<T>(
  given: AgentsClient | undefined,
  work: (client: AgentsClient) => Promise<T>,
): Promise<T> {
  if (given !== undefined) return await work(given);
  clearTimeout(closing);
  using += 1;
  try {
    opened ??= open();
    return await work(await opened);
  } catch (error) {
    if (using === 1) await closeDefault();
    throw error;
  } finally {
    using -= 1;
    if (using === 0) closing = setTimeout(() => void closeDefault(), idleMs);
  }
}

async function closeDefault(): Promise<void> {
  const client = opened;
  opened = undefined;
  clearTimeout(closing);
  await client?.then(
    (ready) => ready.close(),
    () => undefined,
  );
}
