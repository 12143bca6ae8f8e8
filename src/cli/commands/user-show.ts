import { withUser, type UserOptions } from '../with-user.ts';
import type { CommandContext } from '../command-context.ts';
import type { ExitStatus } from '../exit-status.ts';

/** `user show ID`: what is known of a user. */
export async function userShow(options: UserOptions, context: CommandContext): Promise<ExitStatus> {
  return await withUser(options, context, async () => {});
}
