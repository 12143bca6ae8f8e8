import { readLocks } from '../../client/runs/read-locks.ts';
import type { CommandContext } from '../command-context.ts';
import { ExitStatus } from '../exit-status.ts';
import { closeClient, openClient, type OpenOptions } from '../open-client.ts';
import { locksAnswer } from '../render/locks.ts';

/** `locks`: who holds which lock, and who waits for it. */
export async function locks(options: OpenOptions, context: CommandContext): Promise<ExitStatus> {
  const opened = await openClient(options, context, { serve: 'read' });
  try {
    await context.output.answer(locksAnswer(await readLocks(opened.client.parts)));
    return ExitStatus.success;
  } finally {
    await closeClient(opened, context);
  }
}
