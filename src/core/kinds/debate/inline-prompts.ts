import { join, type Text } from '../../content.ts';
import { onOneLine } from '../../elements.ts';
import { type Answer, toContext } from '../../render.ts';
import type { Option, Tally, TallyLine, Vote } from './consensus.ts';
import { asked, heard, history, knownPositions, list, positions, type SoFar } from './prompts.ts';

// What is asked where statements hold the votes.

const clearly = 'say clearly what your answer is now';

/** Asks for the first statement, before anybody has heard anybody. */
export function openInline(question: Text, choices: readonly Option[]): Text {
  return join(
    asked(question),
    positions(choices),
    '\n\nState your position and your strongest reasons for it. You have not heard the others yet: think for yourself. ' +
      'Then give your answer, and say how sure you are of it.',
  );
}

/**
 * Asks for a statement that answers the others. As in all prompts of a debater, what was said before
 * stands in the same words, and what is new comes after it.
 *
 * @param own what the debater said last, where no round shows it
 */
export function respondInline(
  question: Text,
  choices: readonly Option[],
  soFar: SoFar,
  own: Text | null,
): Text {
  return join(
    heard(question, soFar, own),
    positions(choices),
    '\n\nAnswer the others. Take up their strongest points and say where they are right or wrong, and why. ' +
      `Change your answer if a reason convinces you, not because others hold another one; ${clearly}. ` +
      'Then give it, say how sure you are of it, and what has changed it, if something has.',
  );
}

/** Asks the moderator which positions some answers amount to, and whose they are. */
export function heldPositions(
  question: Text,
  answers: readonly Answer[],
  known: readonly Option[],
): Text {
  return join(
    asked(question),
    '\n\nThe answers:\n',
    toContext(answers),
    known.length === 0 ? '' : `${knownPositions}${list(known)}`,
    known.length === 0
      ? '\n\nName the different positions that these answers hold, each in one sentence that its holders would accept, and who holds it. '
      : '\n\nSay which position each of these answers holds: one that is on the list, in the same words without its letter, or another one in one sentence. ',
    'Merge those that differ only in words.',
  );
}

/** Asks the moderator for the analysis and the conclusion. */
export function concludeInline(
  question: Text,
  soFar: SoFar,
  counted: Tally,
  votes: readonly Vote[],
): Text {
  return join(
    asked(question),
    history(soFar),
    counted.lines.length === 0 ? '' : voteOf(counted, votes),
    '\n\nRead all rounds. First analyse them: what the debaters agree on, where they contradict one another, what only one of them has covered, and what the question needs and none has covered. ' +
      'Then conclude the debate: the answer it supports, the reasons that carry it, and the dissent that should be heard. Do not add arguments of your own.',
  );
}

/** The leading position first. */
function voteOf({ lines, leader, rule, consensus }: Tally, votes: readonly Vote[]): string {
  const leads = ({ id }: TallyLine) => id === leader?.id;
  const ordered = [...lines.filter(leads), ...lines.filter((line) => !leads(line))];
  const counts = ordered.map(({ id, position, votes: count, confidence }) => {
    const led = id === leader?.id ? `; it leads by the rule ${rule.name}` : '';
    return `- ${onOneLine(position)}: ${count} votes, confidence ${confidence.toFixed(1)} in all${led}`;
  });
  const reached = consensus ? 'a consensus' : 'no consensus';
  const whose = votes.map(
    ({ agentName, option, why }) => `- ${agentName} (${option}): ${onOneLine(why)}`,
  );
  return `\n\nThe vote, the leading position first, ${reached} (${rule.statement}):\n${[...counts, ...whose].join('\n')}`;
}
