import type { Text } from '../../core/content.ts';
import { aboutUser } from '../../core/prompts/user-facts.ts';
import type { Limit } from '../runtime/host.ts';
import type { RunContext } from '../runtime/run-context.ts';

/**
 * What an agent's prompt says of the user; '' in a run without one.
 *
 * @param canRemember whether the agent has the tools `remember` and `forget`
 */
export async function knownOfUser(
  { host, owner }: RunContext,
  canRemember: boolean,
  limit: Limit,
): Promise<Text> {
  if (owner.user === null) return '';
  const known = await host.readFacts(owner.user, limit);
  return known === null && !canRemember ? '' : aboutUser(known, canRemember);
}
