import { refuse } from '../refused-input.ts';
import { withUser, type UserOptions } from '../with-user.ts';
import type { CommandContext } from '../command-context.ts';
import type { ExitStatus } from '../exit-status.ts';

export interface UserForgetOptions extends UserOptions {
  key?: string;
  all?: boolean;
}

/** `user forget ID KEY`, or everything with `--all`. */
export async function userForget(
  options: UserForgetOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { key, all = false } = options;
  if ((key === undefined) !== all) throw refuse('name a KEY to forget, or give --all, not both');
  return await withUser(options, context, (user) =>
    key === undefined ? user.forgetAll() : user.forget(key),
  );
}
