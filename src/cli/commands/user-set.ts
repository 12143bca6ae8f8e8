import type { FactValue, MergeRule } from '../../core/user-context.ts';
import { withUser, type UserOptions } from '../with-user.ts';
import type { CommandContext } from '../command-context.ts';
import type { ExitStatus } from '../exit-status.ts';

export interface UserSetOptions extends UserOptions {
  key: string;
  /** JSON, or else a text. */
  value: string;
  merge?: MergeRule;
}

/** `user set ID KEY VALUE`: sets a fact, by the field's rule or a new one. */
export async function userSet(
  options: UserSetOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { key, value, merge } = options;
  const more = merge === undefined ? {} : { merge };
  return await withUser(options, context, (user) => user.set(key, valueOf(value), more));
}

function valueOf(written: string): FactValue {
  try {
    return JSON.parse(written) as FactValue;
  } catch {
    return written;
  }
}
