import { tally } from '../../../core/kinds/debate/consensus.ts';
import type { Text } from '../../../core/content.ts';
import { showShare } from '../../../core/amounts.ts';
import {
  conclusionElement,
  digestElement,
  statementElement,
} from '../../../core/kinds/debate/paths.ts';
import { patternResult } from '../../../core/kinds/results.ts';
import { Failure } from '../../../core/failures.ts';
import { roundTitle } from '../../../core/kinds/debate/kind.ts';
import { moderatorOf } from '../../../core/kinds/debate/agents.ts';
import * as prompts from '../../../core/kinds/debate/prompts.ts';
import type { StepError } from '../../../core/results.ts';
import type { DebateResult, DebateSpec } from '../../../core/kinds/debate/types.ts';
import type { StepResult, Step } from '../../../core/kinds/step.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import {
  asSeenBy,
  type DebateState,
  type DebateContext,
  lastVotes,
  newDebate,
  noteFailure,
  ownOutOfSight,
  positionsOf,
  roundToDigest,
  shown,
  spend,
} from './debate-state.ts';
import { holdVote } from './debate-vote.ts';
import { checkedPattern, workflowOf } from '../../workflow-of.ts';
import { fanOut } from '../../runtime/fan-out.ts';

/** How many debaters answer at once. */
const atOnce = 10;

/**
 * Initial positions, each on its own; then rounds of answers, a vote after each; a moderator
 * concludes. The vote on the initial positions is kept: often the debate adds little to it.
 *
 * @see https://arxiv.org/abs/2305.14325 and https://arxiv.org/abs/2508.17536
 */
async function hold(
  spec: DebateSpec,
  question: Text,
  ctx: StepContext,
  resumed?: object,
): Promise<DebateResult> {
  const state = structuredState(resumed);
  const debate = { spec, question, ctx, state };
  while (goesOn(debate)) {
    await makeRoom(debate);
    await holdRound(debate);
    if (state.error === null) await holdVote(debate);
    if (goesOn(debate)) await ctx.checkpoint(state);
  }
  return await conclude(debate);
}

function structuredState(resumed: object | undefined): DebateState {
  return { ...newDebate, messages: [], votes: [], options: [], ...resumed };
}

function goesOn({ spec, state }: DebateContext): boolean {
  if (state.error !== null || state.round >= spec.rounds) return false;
  return !(spec.stopEarly && state.consensus);
}

/** Puts what no longer fits into a prompt into the digest. */
async function makeRoom(debate: DebateContext): Promise<void> {
  const { spec, question, ctx, state } = debate;
  for (let old = roundToDigest(state); old !== null; old = roundToDigest(state)) {
    const { round } = old;
    const seen = { round, statements: shown(old.statements, round, spec, ctx.identity.id) };
    const before = state.digest?.text ?? null;
    const prompt = prompts.digest(question, before, seen);
    const options = { path: digestElement(round), timeout: spec.roundTimeout };
    const result = await ctx.step({ ...moderatorOf(spec), output: null }, prompt, options);
    spend(state, result);
    noteFailure(debate, result, `the digest of ${roundTitle(round)}`);
    state.digest = {
      text: result.content ?? before ?? '(The earlier rounds could not be summed up.)',
      upTo: round,
    };
    if (state.error !== null) return;
  }
}

/** The next round: all at once for the initial positions and where it is wanted, else in turn. */
async function holdRound(debate: DebateContext): Promise<void> {
  const { spec, ctx, state } = debate;
  const round = state.round + 1;
  const together = round === 0 || spec.parallelResponses;
  const speak = async (agent: Step, inside: StepContext) => {
    const path = statementElement(round, agent.name);
    const result = await inside.step(agent, promptFor(agent, round, debate), { path });
    if (!together) record(state, round, result);
    return result;
  };
  const results = await ctx.scope({ timeout: spec.roundTimeout }, (inside) =>
    fanOut(spec.agents, together ? atOnce : 1, (agent) => speak(agent, inside)),
  );
  if (together) for (const result of results) record(state, round, result);
  state.round = round;
  if (round === 0) refuseFewPositions(debate, results);
  if (state.error !== null) return;
  for (const result of results)
    noteFailure(debate, result, `the statement of '${result.name}' in ${roundTitle(round)}`);
}

function promptFor(
  agent: Step,
  round: number,
  { spec, question, ctx, state }: DebateContext,
): Text {
  if (round === 0) return prompts.open(question);
  const soFar = asSeenBy(agent.name, state, spec, ctx.identity.id);
  return prompts.respond(question, soFar, ownOutOfSight(agent.name, state));
}

/** Who is late or fails keeps the position given before. */
function record(state: DebateState, round: number, result: StepResult): void {
  spend(state, result);
  if (result.content === null) return;
  state.messages.push({ round, agentName: result.name, content: result.content });
}

function refuseFewPositions({ spec, state }: DebateContext, results: readonly StepResult[]): void {
  if (state.messages.length >= 2) return;
  const failed = results.flatMap(({ name, error }) =>
    error === null ? [] : [{ agentName: name, type: error.type, message: error.message }],
  );
  const reasons = failed.map(({ agentName, message }) => `${agentName}: ${message}`).join('; ');
  state.error ??= {
    type: Failure.tooFewSucceeded,
    message: `${state.messages.length} of ${results.length} debaters of '${spec.name}' gave a position, 2 needed: ${reasons}`,
    retryable: results.some(({ error }) => error?.retryable),
    details: { failed },
  };
}

async function conclude({ spec, question, ctx, state }: DebateContext): Promise<DebateResult> {
  const votes = lastVotes(state);
  const counted = tally(votes, state.options, spec.agents.length, spec.consensus);
  const prompt = prompts.conclude(question, positionsOf(state, spec), counted.lines, votes);
  const options = { path: conclusionElement, timeout: spec.roundTimeout };
  const concluded =
    state.error === null ? await ctx.step(moderatorOf(spec), prompt, options) : null;
  if (concluded !== null) spend(state, concluded);
  const error = state.error ?? concluded?.error ?? missedConsensus(spec, counted);
  const ended = error ?? concluded?.content ?? '';
  return patternResult(
    'debate',
    ctx.identity,
    { spent: state.spent, ended },
    {
      messages: state.messages,
      roundsCompleted: Math.max(0, state.round),
      conclusion: concluded?.content ?? null,
      consensusReached: counted.consensus,
      votes: state.votes,
      rule: counted.rule,
      tally: counted.lines,
      dissent: votes.filter(({ option }) => option !== counted.leader?.id),
      plainVote: state.plainVote,
      extraRounds: extraRounds(state),
    },
  );
}

function missedConsensus(spec: DebateSpec, counted: ReturnType<typeof tally>): StepError | null {
  if (!spec.requireConsensus || counted.consensus) return null;
  const { statement, needed, reached } = counted.rule;
  return {
    type: Failure.noConsensus,
    message: `'${spec.name}' reached no consensus (${statement}): ${showShare(needed)} needed, ${showShare(reached)} for '${counted.leader?.position ?? 'nothing'}'. Allow more rounds, take a weaker rule, or leave requireConsensus out`,
    retryable: false,
  };
}

function extraRounds({ round, spentBefore, spentDebating }: DebateState) {
  const [before, after] = [spentBefore, spentDebating];
  return {
    rounds: Math.max(0, round),
    calls: Math.max(0, after.usage.calls - before.usage.calls),
    cost:
      after.cost === null || before.cost === null ? null : Math.max(0, after.cost - before.cost),
  };
}

/** The workflow of a debate. */
export const debate = workflowOf('debate', hold);

/** Runs a debate in a user's own workflow. */
export const runDebate = checkedPattern('debate', hold);
