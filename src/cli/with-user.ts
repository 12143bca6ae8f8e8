import type { UserContext } from '../client/memory/user-context.ts';
import type { CommandContext } from './command-context.ts';
import { ExitStatus } from './exit-status.ts';
import { closeClient, openClient, type OpenOptions } from './open-client.ts';
import { userAnswer } from './render/user.ts';

export interface UserOptions extends OpenOptions {
  id: string;
}

/** Does something with a user's context and answers with what is known afterwards. No run goes on by it. */
export async function withUser(
  options: UserOptions,
  context: CommandContext,
  work: (user: UserContext) => Promise<void>,
): Promise<ExitStatus> {
  const opened = await openClient(options, context, { serve: 'read' });
  try {
    const user = opened.client.user(options.id, 'cli');
    await work(user);
    await context.output.answer(userAnswer(user.id, await user.facts()));
    return ExitStatus.success;
  } finally {
    await closeClient(opened, context);
  }
}
