import type { Text } from '../../core/content.ts';
import { aboutUser } from '../../core/prompts/user-facts.ts';
import type { Limit } from '../runtime/host.ts';
import type { RunFrame } from '../runtime/step-scope.ts';

/**
 * What an agent's prompt says of the user; '' in a run without one.
 *
 * @param canRemember whether the agent has the tools `remember` and `forget`
 */
export async function knownOfUser(
  { host, owner }: RunFrame,
  canRemember: boolean,
  limit: Limit,
): Promise<Text> {
  if (owner.user === null) return '';
  const known = await host.facts(owner.user, limit);
  return known === null && !canRemember ? '' : aboutUser(known, canRemember);
}
