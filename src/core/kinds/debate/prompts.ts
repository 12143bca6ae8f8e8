import type { Option, TallyLine, Vote } from './consensus.ts';
import { escapeText, join, type Text } from '../../content.ts';
import { element, onOneLine } from '../../elements.ts';
import { type Answer, answersOf, answerTag, toContext } from '../../render.ts';

/** A statement as it is shown to somebody, to whom it may be the own one. */
interface ShownStatement extends Answer {
  own?: boolean;
}

/** What was said in a round, as it is shown to somebody. */
export interface ShownRound {
  round: number;
  statements: ShownStatement[];
}

/** The debate so far, bounded: older rounds as a digest, the latest ones in full. */
export interface SoFar {
  digest: Text | null;
  rounds: ShownRound[];
}

/** Between tags of these names stand the question, and what its reader has said. */
export const questionTag = 'question';
export const ownTag = 'own';

/** Stands before the positions that were named in earlier rounds. */
export const knownPositions = '\n\nThese positions are on the list already:\n';

/** Asks for the first position, before anybody has heard anybody. */
export function open(question: Text, choices: readonly Option[] = []): Text {
  return join(
    asked(question),
    positions(choices),
    '\n\nState your position and your strongest reasons for it. You have not heard the others yet: think for yourself.',
  );
}

/**
 * Asks for an answer to the others. What was said before stands in the same words in every prompt of
 * a debater, and what is new comes after it: providers then find the beginning in their caches.
 *
 * @param own what the debater said last, where no round shows it
 */
export function respond(question: Text, soFar: SoFar, own: Text | null): Text {
  return join(
    heard(question, soFar, own),
    '\n\nAnswer the others. Take up their strongest points and say where they are right or wrong, and why. ' +
      'Change your position if a reason convinces you, not because others hold another one; say clearly what your position is now.',
  );
}

/** Asks the moderator which positions there are to vote on. */
export function options(
  question: Text,
  statements: readonly Answer[],
  known: readonly Option[],
): Text {
  return join(
    asked(question),
    '\n\nThe statements:\n',
    toContext(statements),
    known.length === 0 ? '' : `${knownPositions}${list(known)}`,
    known.length === 0
      ? '\n\nName the different positions that are held, each in one sentence that its holders would accept. Merge those that differ only in words.'
      : '\n\nName the positions that are held and are not on the list yet, each in one sentence.',
  );
}

/**
 * Asks a debater for a vote.
 *
 * @param own what the debater said last, where no round shows it
 */
export function vote(
  question: Text,
  choices: readonly Option[],
  soFar: SoFar,
  own: Text | null,
): Text {
  return join(
    heard(question, soFar, own),
    positions(choices),
    '\n\nVote for the position that you hold now, say how sure you are, and whether your view changed in this round and because of what.',
  );
}

/** Asks a person for a vote; what may be long comes last, as it may be cut. */
export function voteOfPerson(question: Text, choices: readonly Option[]): Text {
  const ids = choices.map(({ id }) => id).join(', ');
  return join(
    `Which of these positions do you hold now? Answer ${ids} or other.\n${list(choices)}\n- other: none of these\n\n`,
    asked(question),
  );
}

/** Asks the moderator for the vote of a debater that cannot be asked in a form. */
export function voteFor(name: string, choices: readonly Option[], statement: Text): Text {
  return join(
    `A debater, ${name}, has stated:\n`,
    element('statement', escapeText(statement, 'xml')),
    positions(choices),
    '\n\nCast the vote that this statement amounts to. Do not judge it.',
  );
}

/** Asks the moderator to shorten what was said earlier. */
export function digest(question: Text, before: Text | null, round: ShownRound): Text {
  return join(
    asked(question),
    before === null
      ? ''
      : join('\n\nDigest so far:\n', element('digest', escapeText(before, 'xml'))),
    roundMark(round.round),
    toContext(round.statements),
    '\n\nWrite a digest of the debate up to and with this round, in 300 words at most: who holds what, the reasons that carry it, what was conceded, what is open.',
  );
}

/** Asks the moderator for the conclusion. */
export function conclude(
  question: Text,
  positions: readonly Answer[],
  lines: readonly TallyLine[],
  votes: readonly Vote[],
): Text {
  const counted = lines.map(
    ({ position, votes: count, confidence }) =>
      `- ${onOneLine(position)}: ${count} votes, confidence ${confidence.toFixed(1)} in all`,
  );
  const reasons = votes.map(
    ({ agentName, option, why }) => `- ${agentName} (${option}): ${onOneLine(why)}`,
  );
  return join(
    asked(question),
    '\n\nThe last positions:\n',
    toContext(positions),
    counted.length === 0 ? '' : `\n\nThe vote:\n${[...counted, ...reasons].join('\n')}`,
    '\n\nConclude the debate: the answer it supports, the reasons that carry it, and the dissent that should be heard. Do not add arguments of your own.',
  );
}

/** What the reader has said: where no round shows it, or that what is marked is that. */
/** What a debater has read and said so far: the beginning of each of its prompts after the first. */
export function heard(question: Text, soFar: SoFar, own: Text | null): Text {
  return join(asked(question), history(soFar), ownWords(soFar, own));
}

function ownWords({ rounds }: SoFar, own: Text | null): Text {
  if (own !== null)
    return join('\n\nYour own last statement:\n', element(ownTag, escapeText(own, 'xml')));
  const isShown = rounds.some(({ statements }) => statements.some((each) => each.own));
  return isShown ? `\n\nWhat stands in <${ownTag}> is what you have said yourself.` : '';
}

/** The question, as every prompt of a debate begins. */
export function asked(question: Text): Text {
  return join('Question:\n', element(questionTag, escapeText(question, 'xml')));
}

/** What was said so far. */
export function history({ digest: earlier, rounds }: SoFar): Text {
  return join(
    earlier === null
      ? ''
      : join('\n\nThe debate before, in short:\n', element('digest', escapeText(earlier, 'xml'))),
    ...rounds.map(({ round, statements }) =>
      join(round === 0 ? initialMark : roundMark(round), answersOf(statements.map(statement))),
    ),
  );
}

function statement({ agentName, content, own }: ShownStatement): Text {
  return element(own ? ownTag : answerTag, escapeText(content, 'xml'), { agent: agentName });
}

/** Stands before what was said in a round. */
const initialMark = '\n\nInitial positions:\n';
const roundMark = (round: number | string) => `\n\nRound ${round}:\n`;
const anyRound = new RegExp(roundMark('(\\d+)'), 'g');

/** The last round that a prompt quotes; 0: none after the initial positions. */
export function lastRoundIn(prompt: string): number {
  return Math.max(0, ...[...prompt.matchAll(anyRound)].map(([, round]) => Number(round)));
}

/** What can be voted for, on the way to a vote; nothing where nothing is listed. */
export function positions(choices: readonly Option[]): string {
  return choices.length === 0 ? '' : `\n\nThe positions:\n${list(choices)}\n- other: none of these`;
}

export function list(choices: readonly Option[]): string {
  return choices.map(({ id, position }) => `- ${id}: ${onOneLine(position)}`).join('\n');
}
