import {
  type Option,
  otherOption,
  recalibrated,
  tally,
  type Vote,
} from '../../../core/kinds/debate/consensus.ts';
import { moderatorOf } from '../../../core/kinds/debate/agents.ts';
import {
  heldPositionsForm,
  heldPositionsJsonSchema,
  holdersOf,
} from '../../../core/kinds/debate/held-positions.ts';
import { asInlineVoter } from '../../../core/kinds/debate/inline.ts';
import { heldPositions } from '../../../core/kinds/debate/inline-prompts.ts';
import { positionsElement } from '../../../core/kinds/debate/paths.ts';
import { positionOf, wordingOf } from '../../../core/kinds/debate/statement.ts';
import { stopReached } from '../../../core/kinds/debate/stop.ts';
import type { Answer } from '../../../core/render.ts';
import { beginningOf } from '../../../core/unicode.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import {
  type Ballot,
  type DebateContext,
  type DebateState,
  lastOf,
  letter,
  noteFailure,
  optionsAtMost,
  spend,
  standingVotes,
  withoutPositions,
} from './debate-state.ts';

/** Which position each of some debaters holds, by their names. */
type Held = ReadonlyMap<string, string>;

const nobody: Held = new Map();

/**
 * The votes that the statements of a round hold. Answers in the debaters' own words become positions:
 * by their wording where that will do, else by the moderator.
 */
export async function statedVotes(debate: DebateContext): Promise<Vote[]> {
  const { ballots, state } = debate;
  const held = await placeAnswers(debate);
  return ballots.map((ballot) => voteIn(ballot, state, held));
}

async function placeAnswers(debate: DebateContext): Promise<Held> {
  const { spec, state } = debate;
  const open = openBallots(debate);
  const unread = unreadAnswers(debate);
  if (spec.options !== null || state.options.length >= optionsAtMost) return nobody;
  if (open.length === 0 && unread.length === 0) return nobody;
  const positions = distinct(open.map(({ answer }) => answer));
  if (isSettled(debate, positions, unread)) {
    addPositions(state, positions);
    return nobody;
  }
  const answers = [
    ...open.map(({ agentName, answer: content }) => ({ agentName, content })),
    ...unread,
  ];
  const held = await askForPositions(debate, answers);
  if (held === null) addPositions(state, positions);
  return held ?? nobody;
}

/** Those whose answer is in words of its own, which are none of the listed ones. */
function openBallots({ ballots, state }: DebateContext): Ballot[] {
  return ballots.filter(
    ({ option, answer }) => option === null && positionOf(answer, state.options) === undefined,
  );
}

/** What was said by those who vote separately, where nothing is listed yet, or not what they hold. */
function unreadAnswers({ spec, state }: DebateContext): Answer[] {
  const separate = spec.agents.filter((agent) => asInlineVoter(agent, spec) === null);
  const unread = separate.filter(
    ({ name }) =>
      state.options.length === 0 ||
      state.votes.findLast(({ agentName }) => agentName === name)?.option === otherOption,
  );
  return unread.flatMap(({ name }) => lastOf(name, state) ?? []);
}

/** Answers that differ in more than wording, each as it was first put. */
function distinct(answers: readonly string[]): string[] {
  return [
    ...new Map(answers.toReversed().map((each) => [wordingOf(each), each])).values(),
  ].toReversed();
}

/** Whether the moderator has nothing to add: there is one answer, or what ends the debate holds anyhow. */
function isSettled(
  debate: DebateContext,
  positions: readonly string[],
  unread: readonly Answer[],
): boolean {
  const { spec, state, ballots } = debate;
  if (unread.length > 0 || state.options.length + positions.length > optionsAtMost) return false;
  if (positions.length === 1 && state.options.length === 0) return true;
  const then = { ...state, options: [...state.options] };
  addPositions(then, positions);
  then.votes = [...state.votes, ...ballots.map((ballot) => voteIn(ballot, then, nobody))];
  const votes = standingVotes(then, spec);
  const { leader } = tally(votes, then.options, spec.agents.length, spec.consensus);
  const leaders = [...state.leaders, leader?.id ?? null];
  const standing = { votes, options: then.options, debaters: spec.agents.length, leaders };
  return stopReached(spec.stop, standing) !== null;
}

async function askForPositions(debate: DebateContext, answers: Answer[]): Promise<Held | null> {
  const { spec, question, ctx, state } = debate;
  const names = answers.map(({ agentName }) => agentName);
  const moderator = { ...moderatorOf(spec), output: heldPositionsJsonSchema(names) };
  const { result, value } = await ctx.ask(
    moderator,
    heldPositions(question, answers, state.options),
    {
      path: positionsElement(state.round),
      timeout: spec.roundTimeout,
      read: jsonOf(heldPositionsForm),
    },
  );
  spend(state, result);
  noteFailure(debate, result, withoutPositions(state));
  if (value === null) return null;
  const options = value.options.map((each) => ({ ...each, position: shortened(each.position) }));
  addPositions(state, distinct(options.map(({ position }) => position)));
  return holdersOf(options, names);
}

function addPositions(state: Pick<DebateState, 'options'>, positions: readonly string[]): void {
  const added = positions.filter((each) => positionOf(each, state.options) === undefined);
  for (const position of added.slice(0, optionsAtMost - state.options.length))
    state.options.push({ id: letter(state.options.length), position: shortened(position) });
}

const shortened = (position: string) => beginningOf(position, 300);

function voteIn(ballot: Ballot, { round, options, votes }: DebateState, held: Held): Vote {
  const { agentName, confidence, changedBy } = ballot;
  const option = optionOf(ballot, options, held);
  const before = votes.findLast((vote) => vote.agentName === agentName)?.option;
  const changed = before !== undefined && before !== option;
  const because = changed && changedBy !== null ? { changedBy } : {};
  const why = because.changedBy ?? ballot.why;
  const weight = recalibrated(confidence);
  return { round, agentName, option, confidence, weight, changed, why, ...because };
}

function optionOf(ballot: Ballot, options: readonly Option[], held: Held): string {
  if (ballot.option !== null) return ballot.option;
  const named = held.get(ballot.agentName);
  const position = positionOf(ballot.answer, options) ?? (named && positionOf(named, options));
  return position ? position.id : otherOption;
}
