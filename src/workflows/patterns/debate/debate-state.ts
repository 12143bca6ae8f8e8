import type { Option, Vote } from '../../../core/kinds/debate/consensus.ts';
import { join, sizeOf, type Text } from '../../../core/content.ts';
import { isInline } from '../../../core/kinds/debate/inline.ts';
import type { ShownRound, SoFar } from '../../../core/kinds/debate/prompts.ts';
import type { Answer } from '../../../core/render.ts';
import { Failure } from '../../../core/failures.ts';
import { spendingOf, type StepError } from '../../../core/results.ts';
import type { StopRule } from '../../../core/kinds/debate/stop.ts';
import type { DebateMessage, VoteOutcome, DebateSpec } from '../../../core/kinds/debate/types.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import { roundTitle } from '../../../core/kinds/debate/paths.ts';
import { shuffle } from '../../../core/shuffle.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { addSpending, nothingSpent, type Spending } from '../../../core/usage.ts';
import { failedPart } from '../../runtime/failed-part.ts';

/** Everything a debate goes on from: plain JSON, as it may continue as a new run. */
export interface DebateState {
  /** The round that was completed last; -1 before the initial positions. */
  round: number;
  messages: DebateMessage[];
  votes: Vote[];
  options: Option[];
  /** Rounds that debaters see in short only, and up to which one. */
  digest: { text: Text; upTo: number } | null;
  consensus: boolean;
  /** Ids of the options that led, a round each; `null`: none did. */
  leaders: (string | null)[];
  /** What has ended the rounds; `null`: nothing yet. */
  stoppedBy: StopRule | null;
  plainVote: VoteOutcome | null;
  /** What was spent in all, up to the plain vote, and up to the last vote. */
  spent: Spending;
  spentBefore: Spending;
  spentDebating: Spending;
  /** Why the debate cannot go on. */
  error: StepError | null;
}

export const newDebate: DebateState = {
  round: -1,
  messages: [],
  votes: [],
  options: [],
  digest: null,
  consensus: false,
  leaders: [],
  stoppedBy: null,
  plainVote: null,
  spent: nothingSpent,
  spentBefore: nothingSpent,
  spentDebating: nothingSpent,
  error: null,
};

/**
 * Bytes of statements that a prompt quotes in full, some 8,000 tokens: what is older is read as a
 * digest, so that a prompt does not grow with the rounds.
 */
const fullBytes = 32_000;

/** The oldest round that no longer fits into a prompt in full; the last one always stays. */
export function roundToDigest(state: DebateState): ShownRound | null {
  const rounds = fullRounds(state);
  const bytes = rounds
    .flatMap(({ statements }) => statements)
    .reduce((sum, { content }) => sum + sizeOf(content), 0);
  return bytes > fullBytes && rounds.length > 1 ? (rounds[0] ?? null) : null;
}

function fullRounds({ messages, digest }: DebateState): ShownRound[] {
  const from = (digest?.upTo ?? -1) + 1;
  const rounds = [...new Set(messages.map(({ round }) => round))].filter((round) => round >= from);
  return rounds.map((round) => ({
    round,
    statements: messages.filter((message) => message.round === round).map(asShown),
  }));
}

/** A statement as others read it: with the answer and the confidence that it came with. */
function asShown(message: DebateMessage): DebateMessage {
  const { content, answer, confidence } = message;
  if (answer === undefined) return message;
  const sure = confidence === undefined ? '' : ` (confidence ${confidence})`;
  return { ...message, content: join(content, `\n\nAnswer: ${answer}${sure}`) };
}

/** All of the debate, as far as it is shown in full. */
export function asSeenByAll(state: DebateState): SoFar {
  return { digest: state.digest?.text ?? null, rounds: fullRounds(state) };
}

/**
 * The debate as one debater sees it: anonymous where it is so, the own statements marked. In a ring it
 * is what the neighbours say, and no digest, which would tell of the others.
 */
export function asSeenBy(
  agentName: string,
  state: DebateState,
  spec: DebateSpec,
  seed: string,
): SoFar {
  const seen = seenBy(agentName, spec);
  const rounds = fullRounds(state).map(({ round, statements }) => {
    const heard = statements.filter((each) => seen === null || seen.has(each.agentName));
    const marked = heard.map((each) => ({ ...each, own: each.agentName === agentName }));
    return { round, statements: shown(marked, round, spec, seed) };
  });
  return { digest: seen === null ? (state.digest?.text ?? null) : null, rounds };
}

/** Whose statements a debater sees, its own among them; `null`: everyone's. */
function seenBy(agentName: string, { peers, agents }: DebateSpec): Set<string> | null {
  if (peers !== 'ring') return null;
  const names = agents.map(({ name }) => name);
  const at = names.indexOf(agentName);
  const around = [at - 1, at, at + 1].map((index) => names.at(index % names.length) ?? agentName);
  return new Set(around);
}

/** What a debater has said last, where it is in none of the rounds that are shown in full. */
export function ownOutOfSight(agentName: string, state: DebateState): Text | null {
  const own = lastOf(agentName, state);
  return own === null || own.round > (state.digest?.upTo ?? -1) ? null : own.content;
}

/** A round's statements as debaters see them; where it goes on, those that are there keep their order. */
export function shown<S extends Answer>(
  statements: readonly S[],
  round: number,
  { anonymous, agents }: DebateSpec,
  seed: string,
): S[] {
  if (!anonymous) return [...statements];
  const names = agents.map(({ name }) => name);
  const letters = shuffle(names, seed);
  const order = shuffle(names, `${seed} ${round}`);
  return statements
    .toSorted((one, other) => order.indexOf(one.agentName) - order.indexOf(other.agentName))
    .map((each) => ({
      ...each,
      agentName: `Participant ${letter(letters.indexOf(each.agentName))}`,
    }));
}

/** A, B, … Z, AA, AB, … */
export function letter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${letter(Math.floor(index / 26) - 1)}${last}`;
}

/** What a debater has said last. */
export function lastOf(agentName: string, { messages }: DebateState): DebateMessage | null {
  return messages.findLast((message) => message.agentName === agentName) ?? null;
}

/** Everyone's last position. */
export function positionsOf(state: DebateState, { agents }: DebateSpec): Answer[] {
  return agents.flatMap(({ name }) => lastOf(name, state) ?? []);
}

/** Positions that can be voted on at most. */
export const optionsAtMost = 12;

/** The answers that the spec gives; `null`: none, as in one from before it could. */
export function optionsIn({ options }: Partial<DebateSpec>): Option[] | null {
  return options?.map((position, index) => ({ id: letter(index), position })) ?? null;
}

/** What it means that nobody could name the positions, where nothing else tells them. */
export function withoutPositions(state: DebateState): string {
  const naming = namingPositions(state);
  return state.options.length === 0 ? `${naming}, without which no vote can be taken,` : naming;
}

/** The naming of the positions after this round, in a sentence about it. */
export function namingPositions({ round }: DebateState): string {
  return `naming the positions after ${titleOf(round)}`;
}

/** A round, in a sentence about it. */
export function titleOf(round: number): string {
  return round === 0 ? `the ${roundTitle(round)}` : roundTitle(round);
}

/** The votes of the last round that had any. */
export function lastVotes({ votes }: DebateState): Vote[] {
  const round = votes.at(-1)?.round;
  return votes.filter((vote) => vote.round === round);
}

/** The votes that count: of the last round, or where statements hold them, everyone's last. */
export function standingVotes(state: DebateState, spec: DebateSpec): Vote[] {
  if (!isInline(spec)) return lastVotes(state);
  return spec.agents.flatMap(
    ({ name }) => state.votes.findLast(({ agentName }) => agentName === name) ?? [],
  );
}

/** What a statement answers, as long as it is not known which position that is. */
export interface Ballot {
  agentName: string;
  /** An option's id; `null`: the answer is in words of its own. */
  option: string | null;
  answer: string;
  confidence: number;
  changedBy: string | null;
  why: string;
}

/** A debate and what it is held with. */
export interface DebateContext {
  spec: DebateSpec;
  question: Text;
  ctx: StepContext;
  state: DebateState;
  /** Of the round that goes on. */
  ballots: Ballot[];
}

/** Notes that a part of the debate has failed, and that it goes on without it. */
export function noteFailure({ ctx, state }: DebateContext, result: StepResult, what: string): void {
  state.spent = addSpending([state.spent, failedPart(ctx, result, what)]);
}

/** Counts what a step has cost, and notes when the run was cancelled. */
export function spend(state: DebateState, result: StepResult): void {
  state.spent = addSpending([state.spent, spendingOf(result)]);
  if (result.error?.type === Failure.runCancelled) state.error ??= result.error;
}
