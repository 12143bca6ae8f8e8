import type { Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { isInline } from '../../../core/kinds/debate/inline.ts';
import { digestElement, roundTitle } from '../../../core/kinds/debate/paths.ts';
import { moderatorOf } from '../../../core/kinds/debate/agents.ts';
import * as prompts from '../../../core/kinds/debate/prompts.ts';
import type { DebateResult, DebateSpec } from '../../../core/kinds/debate/types.ts';
import type { StepResult, Step } from '../../../core/kinds/step.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import {
  type DebateState,
  type DebateContext,
  newDebate,
  noteFailure,
  optionsIn,
  roundToDigest,
  shown,
  spend,
} from './debate-state.ts';
import { conclude } from './debate-conclusion.ts';
import { askStatement, record } from './debate-statement.ts';
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
  const debate = { spec, question, ctx, state, ballots: [] };
  if (state.options.length === 0) state.options.push(...(optionsIn(spec) ?? []));
  while (goesOn(debate)) {
    await makeRoom(debate);
    await holdRound(debate);
    if (state.error === null) await holdVote(debate);
    if (goesOn(debate)) await ctx.checkpoint(state);
  }
  return await conclude(debate);
}

function structuredState(resumed: object | undefined): DebateState {
  return { ...newDebate, messages: [], votes: [], options: [], leaders: [], ...resumed };
}

function goesOn({ spec, state }: DebateContext): boolean {
  if (state.error !== null || state.round >= spec.rounds) return false;
  const { stop }: Partial<DebateSpec> = spec; // a spec from before there was `stop` has none
  return stop === undefined ? !(spec.stopEarly && state.consensus) : state.stoppedBy === null;
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
  debate.ballots = [];
  const speak = async (agent: Step, inside: StepContext) => {
    const said = await askStatement(agent, round, inside, debate);
    if (!together) record(debate, round, said);
    return said;
  };
  const all = await ctx.scope({ timeout: spec.roundTimeout }, (inside) =>
    fanOut(spec.agents, together ? atOnce : 1, (agent) => speak(agent, inside)),
  );
  if (together) for (const said of all) record(debate, round, said);
  const results = all.map(({ result }) => result);
  state.round = round;
  if (round === 0) refuseFewPositions(debate, results);
  if (state.error !== null) return;
  for (const result of results)
    noteFailure(debate, result, `the statement of '${result.name}' in ${roundTitle(round)}`);
}

function refuseFewPositions({ spec, state }: DebateContext, results: readonly StepResult[]): void {
  if (state.messages.length >= 2) return;
  const failed = results.flatMap(({ name, error }) =>
    error === null ? [] : [{ agentName: name, type: error.type, message: error.message }],
  );
  const reasons = failed.map(({ agentName, message }) => `${agentName}: ${message}`).join('; ');
  const isForm = isInline(spec) && failed.some(({ type }) => type === Failure.replyUnusable);
  const advice = isForm
    ? ". Models that cannot answer in a form debate with votes: 'separate'"
    : '';
  state.error ??= {
    type: Failure.tooFewSucceeded,
    message: `${state.messages.length} of ${results.length} debaters of '${spec.name}' gave a position, 2 needed: ${reasons}${advice}`,
    retryable: results.some(({ error }) => error?.retryable),
    details: { failed },
  };
}

/** The workflow of a debate. */
export const debate = workflowOf('debate', hold);

/** Runs a debate in a user's own workflow. */
export const runDebate = checkedPattern('debate', hold);
