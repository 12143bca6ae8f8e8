import { voteTitle } from '../../../src/core/kinds/debate/consensus.ts';
import { type Asked, heardIn } from './asked.ts';
import type { Believer } from './believer.ts';
import type { Letter } from './questions.ts';
import { right, typedReply } from './typed-reply.ts';

/** Whether a name is a debater's: D and a number. */
export function isDebater(name: string): boolean {
  return /^D\d+$/.test(name);
}

/** Words of reasons, so that a statement is as long as a short one of a real model: some 100 tokens. */
const reasons =
  'The first reason is what the question itself says: read closely, it leaves little else. ' +
  'The second is that the numbers come out only in this way, which I have gone through twice. ' +
  'What speaks for the other answers is how alike they look at a first glance, and that would ' +
  'hold only if a condition were met that nobody has named. I may be wrong about the second ' +
  'reason, and would change my answer if somebody showed where it fails.';

/**
 * What a debater says. Asked for a vote, the answer given last; asked for anything else, a new
 * answer, after the answers of the others have been heard.
 */
export function debaterReply({ name, prompt, schema }: Asked, believer: Believer): string {
  const isVote = schema?.['title'] === voteTitle;
  const letter = believer.answer(isVote ? null : prompt, heardIn(prompt, name));
  const text = statementOf(letter);
  if (schema === null) return text;
  const { confidence, changed } = believer;
  const said = isVote ? right(letter) : text;
  return typedReply(schema, prompt, {
    letter,
    confidence,
    changed,
    text: said,
    short: right(letter),
    positions: [letter],
  });
}

function statementOf(letter: Letter): string {
  return `${right(letter)}. ${reasons}`;
}
