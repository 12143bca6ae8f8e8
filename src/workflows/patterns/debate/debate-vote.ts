import {
  type Option,
  optionsJsonSchema,
  otherOption,
  recalibrated,
  tally,
  type TallyLine,
  type Vote,
  voteJsonSchema,
  optionsReplyForm,
  voteReplyForm,
} from '../../../core/kinds/debate/consensus.ts';
import { positionsElement, voteElement } from '../../../core/kinds/debate/paths.ts';
import { asAgent, asPerson } from '../../../core/kinds/walk.ts';
import { asInlineVoter, isInline } from '../../../core/kinds/debate/inline.ts';
import { stopReached, type StopRule } from '../../../core/kinds/debate/stop.ts';
import type { DebateSpec } from '../../../core/kinds/debate/types.ts';
import { meantOf } from '../../../core/meant.ts';
import { moderatorOf } from '../../../core/kinds/debate/agents.ts';
import { inputMark } from '../../../core/template.ts';
import * as prompts from '../../../core/kinds/debate/prompts.ts';
import type { PersonSpec } from '../../../core/kinds/person/types.ts';
import type { Step, StepResult } from '../../../core/kinds/step.ts';
import {
  asSeenBy,
  type DebateContext,
  type DebateState,
  lastOf,
  lastVotes,
  letter,
  ownOutOfSight,
  positionsOf,
  noteFailure,
  optionsAtMost,
  optionsIn,
  spend,
  standingVotes,
  titleOf,
  withoutPositions,
} from './debate-state.ts';
import { statedVotes } from './debate-positions.ts';
import { fanOut } from '../../runtime/fan-out.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import { beginningOf } from '../../../core/unicode.ts';

/** How many votes are asked for at once. */
const atOnce = 10;

/** Has everyone vote on the positions there are now, and says whether that is a consensus. */
export async function holdVote(debate: DebateContext): Promise<void> {
  const { spec, state } = debate;
  const stated = isInline(spec) ? await statedVotes(debate) : await listOptions(debate);
  if (state.options.length === 0 || state.error !== null) return;
  const voters = spec.agents.filter(
    (agent) => asInlineVoter(agent, spec) === null && lastOf(agent.name, state) !== null,
  );
  const votes = await fanOut(voters, atOnce, (agent) => askVote(agent, debate));
  const cast = [...stated, ...votes.filter((vote) => vote !== null)];
  state.votes.push(...cast);
  const standing = standingVotes(state, spec);
  const counted = tally(standing, state.options, spec.agents.length, spec.consensus);
  const { consensus, leader, lines } = counted;
  tellVote(debate, cast, { tally: lines, consensus });
  state.consensus = consensus;
  state.leaders.push(leader?.id ?? null);
  state.stoppedBy = stopOf(debate, standing);
  state.spentDebating = state.spent;
  if (state.round > 0) return;
  state.spentBefore = state.spent;
  state.plainVote = { position: leader?.position ?? null, consensus, tally: lines };
}

/** What ends the rounds now; specs from before there was `stop` have none. */
function stopOf({ spec, state }: DebateContext, votes: readonly Vote[]): StopRule | null {
  const { stop }: Partial<DebateSpec> = spec;
  const { options, leaders } = state;
  return stopReached(stop ?? [], { votes, options, debaters: spec.agents.length, leaders });
}

function tellVote(
  { ctx, state }: DebateContext,
  votes: readonly Vote[],
  counted: { tally: readonly TallyLine[]; consensus: boolean },
): void {
  for (const { agentName: agent, option, confidence, why } of votes)
    ctx.tell({ type: 'vote.cast', agent, option, confidence, why });
  ctx.tell({ type: 'round.ended', round: state.round, ...counted });
}

/** The moderator names the positions, and casts no vote with that: at first, and again when a vote was for none of them. */
async function listOptions(debate: DebateContext): Promise<Vote[]> {
  const { spec, question, ctx, state } = debate;
  if (optionsIn(spec) !== null) return [];
  const missing = lastVotes(state).some(({ option }) => option === otherOption);
  if (state.options.length > 0 && (!missing || state.options.length >= optionsAtMost)) return [];
  const moderator = { ...moderatorOf(spec), output: optionsJsonSchema };
  const prompt = prompts.options(question, positionsOf(state, spec), state.options);
  const { result, value } = await ctx.ask(moderator, prompt, {
    path: positionsElement(state.round),
    timeout: spec.roundTimeout,
    read: jsonOf(optionsReplyForm),
  });
  spend(state, result);
  noteFailure(debate, result, withoutPositions(state));
  const known = new Set(state.options.map(({ position }) => position.toLowerCase()));
  const named = (value?.options ?? []).filter(({ position }) => !known.has(position.toLowerCase()));
  for (const { position } of named.slice(0, optionsAtMost - state.options.length)) {
    state.options.push({ id: letter(state.options.length), position: beginningOf(position, 300) });
  }
  return [];
}

async function askVote(agent: Step, debate: DebateContext): Promise<Vote | null> {
  const { spec, state } = debate;
  const { result, value } = await castVote(agent, debate);
  spend(state, result);
  noteFailure(debate, result, `the vote of '${agent.name}' after ${titleOf(state.round)}`);
  if (value === null) return null;
  const confidence = Math.min(1, Math.max(0, value.confidence));
  const why = beginningOf(value.why, 300);
  const { changed } = value;
  const option = meantOption(value.option, state.options) ?? otherOption; // the reader lets no other through
  const cast = { round: state.round, agentName: agent.name, option, confidence, changed, why };
  return isInline(spec) ? asStated(cast, state) : cast;
}

/** A vote that counts as those do that stand in statements, and says as much. */
function asStated(vote: Vote, { votes }: DebateState): Vote {
  const { agentName, option, confidence, why } = vote;
  const before = votes.findLast((each) => each.agentName === agentName)?.option;
  const changed = before !== undefined && before !== option;
  const because = changed && why !== '' ? { changedBy: why } : {};
  return { ...vote, weight: recalibrated(confidence), ...because };
}

type VoteReply = Pick<Vote, 'option' | 'confidence' | 'changed' | 'why'>;

/** A vote as it was cast; `null`: there is none. */
interface CastVote {
  result: StepResult;
  value: VoteReply | null;
}

/**
 * Agents and people vote themselves; for a pattern, the moderator reads the vote out of what it has
 * said.
 */
async function castVote(agent: Step, debate: DebateContext): Promise<CastVote> {
  const { spec, question, ctx, state } = debate;
  const person = asPerson(agent);
  if (person !== null) return await askPersonToVote(person, debate);
  const path = voteElement(state.round, agent.name);
  const read = jsonOf(voteReplyForm, ({ option }) => unknownOption(option, state.options));
  const options = { path, timeout: spec.roundTimeout, read };
  const output = voteJsonSchema(state.options);
  const voter = asAgent(agent);
  if (voter === null) {
    const said = lastOf(agent.name, state)?.content ?? '';
    const prompt = prompts.voteFor(agent.name, state.options, said);
    return await ctx.ask({ ...moderatorOf(spec), output }, prompt, options);
  }
  const soFar = asSeenBy(agent.name, state, spec, ctx.identity.id);
  const own = ownOutOfSight(agent.name, state);
  const prompt = prompts.vote(question, state.options, soFar, own);
  // A vote is no part of a conversation that the agent has elsewhere, and needs no tools.
  return await ctx.ask({ ...voter, output, thread: null, tools: [] }, prompt, options);
}

/** A person chooses among the positions, as long as the person is waited for, and gives no reason. */
async function askPersonToVote(person: PersonSpec, debate: DebateContext): Promise<CastVote> {
  const { question, ctx, state } = debate;
  const path = voteElement(state.round, person.name);
  const choices = idsOf(state.options);
  const voter: PersonSpec = { ...person, question: inputMark, choices, default: null };
  const prompt = prompts.voteOfPerson(question, state.options);
  const result = await ctx.step(voter, prompt, { path });
  const option = 'answer' in result ? result.answer : null;
  if (option === null) return { result, value: null };
  const before = state.votes.findLast(({ agentName }) => agentName === person.name);
  const changed = before !== undefined && before.option !== option;
  return { result, value: { option, confidence: 1, changed, why: '' } };
}

function unknownOption(option: string, options: readonly Option[]): string[] {
  if (meantOption(option, options) !== undefined) return [];
  return [`option: '${option}' is not one of ${idsOf(options).join(', ')}`];
}

function meantOption(option: string, options: readonly Option[]): string | undefined {
  return meantOf(option, idsOf(options));
}

function idsOf(options: readonly Option[]): string[] {
  return [...options.map(({ id }) => id), otherOption];
}
