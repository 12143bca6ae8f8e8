import {
  type Option,
  optionsJsonSchema,
  optionsReplySchema,
  otherOption,
  tally,
  type Vote,
  voteJsonSchema,
  voteReplySchema,
} from '../../../core/kinds/debate/consensus.ts';
import { toMs } from '../../../core/durations.ts';
import { moderatorOf } from '../../../core/kinds/default-agents.ts';
import * as prompts from '../../../core/kinds/debate/prompts.ts';
import type { Step } from '../../../core/kinds/step-schema.ts';
import type { Asked } from '../../runtime/step-context.ts';
import {
  asSeenBy,
  type Floor,
  lastOf,
  lastVotes,
  letter,
  positionsOf,
  spend,
} from './debate-state.ts';
import { fanOut } from '../../runtime/fan-out.ts';
import { jsonOf } from '../../runtime/read-reply.ts';

/** How many votes are asked for at once. */
const atOnce = 10;

/** Positions that can be voted on at most. */
const optionsAtMost = 12;

/** Has everyone vote on the positions there are now, and says whether that is a consensus. */
export async function holdVote(floor: Floor): Promise<void> {
  const { spec, state } = floor;
  await listOptions(floor);
  if (state.options.length === 0 || state.error !== null) return;
  const voters = spec.agents.filter(({ name }) => lastOf(name, state) !== null);
  const votes = await fanOut(voters, atOnce, (agent) => askVote(agent, floor));
  state.votes.push(...votes.filter((vote) => vote !== null));
  const counted = tally(lastVotes(state), state.options, spec.agents.length, spec.consensus);
  state.consensus = counted.consensus;
  state.spentDebating = state.spent;
  if (state.round > 0) return;
  state.spentBefore = state.spent;
  const { consensus, leader, lines } = counted;
  state.plainVote = { position: leader?.position ?? null, consensus, tally: lines };
}

/** The moderator names the positions: at first, and again when a vote was for none of them. */
async function listOptions({ spec, question, call, state }: Floor): Promise<void> {
  const missing = lastVotes(state).some(({ option }) => option === otherOption);
  if (state.options.length > 0 && (!missing || state.options.length >= optionsAtMost)) return;
  const moderator = { ...moderatorOf(spec), output: optionsJsonSchema };
  const prompt = prompts.options(question, positionsOf(state, spec), state.options);
  const inTime = call.within(toMs(spec.roundTimeout));
  const path = `r${state.round}-positions`;
  const { result, value } = await inTime.ask(moderator, prompt, path, jsonOf(optionsReplySchema));
  spend(state, result);
  const known = new Set(state.options.map(({ position }) => position.toLowerCase()));
  const named = (value?.options ?? []).filter(({ position }) => !known.has(position.toLowerCase()));
  for (const { position } of named.slice(0, optionsAtMost - state.options.length)) {
    state.options.push({ id: letter(state.options.length), position: position.slice(0, 300) });
  }
}

async function askVote(agent: Step, floor: Floor): Promise<Vote | null> {
  const { state } = floor;
  const { result, value } = await castVote(agent, floor);
  spend(state, result);
  if (value === null) return null;
  const confidence = Math.min(1, Math.max(0, value.confidence));
  const why = value.why.slice(0, 300);
  const { option, changed } = value;
  return { round: state.round, agentName: agent.name, option, confidence, changed, why };
}

type VoteReply = Pick<Vote, 'option' | 'confidence' | 'changed' | 'why'>;

/** An agent votes itself; for a pattern, the moderator reads the vote out of what it has said. */
async function castVote(agent: Step, floor: Floor): Promise<Asked<VoteReply>> {
  const { spec, question, call, state } = floor;
  const own = lastOf(agent.name, state)?.content ?? null;
  const path = `r${state.round}-vote-${agent.name}`;
  const inTime = call.within(toMs(spec.roundTimeout));
  const read = jsonOf(voteReplySchema, ({ option }) => unknownOption(option, state.options));
  const output = voteJsonSchema(state.options);
  if (agent.kind !== 'agent') {
    const prompt = prompts.voteFor(agent.name, state.options, own ?? '');
    return await inTime.ask({ ...moderatorOf(spec), output }, prompt, path, read);
  }
  const soFar = asSeenBy(agent.name, state, spec, call.made.id);
  const prompt = prompts.vote(question, state.options, soFar, own);
  // A vote is no part of a conversation that the agent has elsewhere, and needs no tools.
  return await inTime.ask({ ...agent, output, thread: null, tools: [] }, prompt, path, read);
}

function unknownOption(option: string, options: readonly Option[]): string[] {
  const ids = [...options.map(({ id }) => id), otherOption];
  return ids.includes(option) ? [] : [`option: '${option}' is not one of ${ids.join(', ')}`];
}
