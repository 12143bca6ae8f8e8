import { aText, type Form, type Formed, listOf, objectOf } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import { meantOf } from '../../meant.ts';
import { optionsTitle } from './consensus.ts';

// Which positions some answers amount to, and whose they are: what the moderator is asked where
// debaters answer in their own words.

/** Who holds a position; whoever names none, or writes it otherwise, has said nothing of it. */
const names: Form<string[]> = (value) => ({
  ok: true,
  value: Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [],
});

/** What the moderator replies, as far as it is read. */
export const heldPositionsForm = objectOf({
  options: listOf(objectOf({ position: aText([/^[^]/, 'it is empty']), holders: names }), 1),
});

export type HeldPositions = Formed<typeof heldPositionsForm>['options'];

/** The JSON Schema of it, for the answers of these debaters. */
export function heldPositionsJsonSchema(debaters: readonly string[]): JsonSchema {
  const item = closed({
    position: { type: 'string', description: 'One position, in one sentence' },
    holders: {
      type: 'array',
      items: { type: 'string', enum: [...debaters] },
      description: 'The names of those whose answer it is',
    },
  });
  return {
    title: optionsTitle,
    ...closed({
      options: {
        type: 'array',
        minItems: 1,
        maxItems: 12,
        items: { ...item, required: ['position'] }, // without holders, wording tells whose it is
      },
    }),
  };
}

/** The position of each debater by name, as the moderator sees it; the first that names somebody counts. */
export function holdersOf(
  positions: HeldPositions,
  debaters: readonly string[],
): Map<string, string> {
  const held = new Map<string, string>();
  for (const { position, holders } of positions) {
    for (const holder of holders) {
      const name = meantOf(holder, debaters);
      if (name !== undefined && !held.has(name)) held.set(name, position);
    }
  }
  return held;
}
