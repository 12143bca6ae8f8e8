import type { Option, Vote } from '../../../core/kinds/debate/consensus.ts';
import { sizeOf, type Text } from '../../../core/content.ts';
import type { ShownRound, SoFar } from '../../../core/kinds/debate/prompts.ts';
import type { Answer } from '../../../core/render.ts';
import { Failure } from '../../../core/failures.ts';
import { spendingOf, type StepError } from '../../../core/results.ts';
import type { DebateMessage, VoteOutcome, DebateSpec } from '../../../core/kinds/debate/types.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
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
    statements: messages.filter((message) => message.round === round),
  }));
}

/** The debate as one debater sees it: anonymous where it is so, the own statements marked. */
export function asSeenBy(
  agentName: string,
  state: DebateState,
  spec: DebateSpec,
  seed: string,
): SoFar {
  const rounds = fullRounds(state).map(({ round, statements }) => {
    const marked = statements.map((each) => ({ ...each, own: each.agentName === agentName }));
    return { round, statements: shown(marked, round, spec, seed) };
  });
  return { digest: state.digest?.text ?? null, rounds };
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

/** The votes of the last round that had any. */
export function lastVotes({ votes }: DebateState): Vote[] {
  const round = votes.at(-1)?.round;
  return votes.filter((vote) => vote.round === round);
}

/** A debate and what it is held with. */
export interface DebateContext {
  spec: DebateSpec;
  question: Text;
  ctx: StepContext;
  state: DebateState;
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
