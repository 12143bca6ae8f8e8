import { type Command, ExitStatus, readingFlags, type ReadingOptions } from '../command.ts';
import type { LockListing } from '../../core/locks.ts';
import type { CommandContext } from '../command.ts';

/** `locks`: who holds which lock, and who waits for it. */
export const locks: Command<ReadingOptions> = {
  name: 'locks',
  does: 'show which locks are held and waited for, and by whom',
  alsoTried: ['lock'],
  flags: readingFlags,
  examples: ['locks', 'locks --json'],
  async run(options, context) {
    const { locksAnswer } = await import('../render/locks.ts');
    await context.output.answer(locksAnswer(await readListing(options, context)));
    return ExitStatus.success;
  },
};

/** The embedded store is read itself, so that no server is needed; a cluster's through its workers. */
async function readListing(options: ReadingOptions, context: CommandContext): Promise<LockListing> {
  const { closePlace, findReadingPlace, openReader } = await import('../place/open-reader.ts');
  const place = await findReadingPlace(options);
  if (place.is === 'embedded') {
    const { listLocks } = await import('../../workers/embedded-client.ts');
    return await listLocks(place.plan);
  }
  const { readLocks } = await import('../../client/runs/read-locks.ts');
  const client = await openReader(place, options, context);
  try {
    return await readLocks(client);
  } finally {
    await closePlace(client, context);
  }
}
