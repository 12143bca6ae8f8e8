import { knownPositions } from '../../../src/core/kinds/debate/prompts.ts';
import { type Asked, heardIn } from './asked.ts';
import { answerIn, type Letter } from './questions.ts';
import { right, typedReply } from './typed-reply.ts';

/**
 * What a moderator, a judge or whoever else is no debater says: faithful to the debaters, without a
 * belief of its own. It names the positions that are held, and concludes for the one that leads.
 */
export function chairReply({ name, prompt, schema }: Asked): string {
  const held = heardIn(prompt, name);
  const letter = leaderIn(prompt) ?? mostOf(held) ?? 'A';
  const text = `FINAL=${letter}. The debate supports it: ${right(letter)}.`;
  if (schema === null) return text;
  const positions = positionsIn(prompt, held);
  const confidence = held.length === 0 ? 0.5 : shareOf(letter, held);
  return typedReply(schema, prompt, {
    letter,
    confidence,
    changed: false,
    text,
    short: text,
    positions,
  });
}

/** Those that are held, and are not on the list already unless all of them are. */
function positionsIn(prompt: string, held: readonly Letter[]): Letter[] {
  const [, list = ''] = prompt.split(knownPositions);
  const known = list.split('\n').map((line) => answerIn(line));
  const named = [...new Set(held)];
  const unlisted = named.filter((letter) => !known.includes(letter));
  return unlisted.length > 0 ? unlisted : named;
}

/**
 * The answer that a prompt says is leading; where it only tells the votes, that with most of them, of
 * equals the one that is listed first.
 */
function leaderIn(prompt: string): Letter | null {
  const leading = /^- (.*): \d+ votes?\b.*\bleads\b/m.exec(prompt)?.[1];
  const said = leading === undefined ? null : answerIn(leading);
  return said ?? mostVotedIn(prompt);
}

function mostVotedIn(prompt: string): Letter | null {
  const counted = [...prompt.matchAll(/^- (.*): (\d+) votes?\b/gm)].flatMap(
    ([, position = '', votes]) => {
      const letter = answerIn(position);
      return letter === null ? [] : [{ letter, votes: Number(votes) }];
    },
  );
  return counted.toSorted((one, other) => other.votes - one.votes)[0]?.letter ?? null;
}

/** The answer that occurs most often; of equals the one that comes first. */
export function mostOf(answers: readonly Letter[]): Letter | null {
  const counts = new Map<Letter, number>();
  for (const letter of answers) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts].toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? null;
}

function shareOf(letter: Letter, held: readonly Letter[]): number {
  return held.filter((each) => each === letter).length / held.length;
}
