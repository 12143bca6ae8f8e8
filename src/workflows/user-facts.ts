import type { Text } from '../core/content.ts';
import { aboutUser } from '../core/prompts/user-facts.ts';
import { limitAt } from './deadlines.ts';
import type { Place, RunFrame } from './place.ts';

/**
 * What an agent's prompt says of the user; '' in a run without one. It is read once, when the step
 * begins, so that all calls of an answer have the same prompt.
 *
 * @param canRemember whether the agent has the tools `remember` and `forget`
 */
export async function knownOfUser(
  { host, owner, facts }: RunFrame,
  place: Place,
  canRemember: boolean,
): Promise<Text> {
  const { user } = owner;
  if (user === null) return '';
  const known = facts.get(place.path) ?? host.facts(user, limitAt(place));
  facts.set(place.path, known);
  const read = await known;
  return read === null && !canRemember ? '' : aboutUser(read, canRemember);
}
