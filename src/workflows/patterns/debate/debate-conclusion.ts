import { showShare } from '../../../core/amounts.ts';
import { fieldOf, type Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { moderatorOf } from '../../../core/kinds/debate/agents.ts';
import {
  type Analysis,
  analysisIn,
  conclusionField,
  conclusionJsonSchema,
  conclusionReplyForm,
} from '../../../core/kinds/debate/conclusion.ts';
import { type Tally, tally, type Vote } from '../../../core/kinds/debate/consensus.ts';
import { flipsIn } from '../../../core/kinds/debate/flips.ts';
import { analyses } from '../../../core/kinds/debate/inline.ts';
import { concludeInline } from '../../../core/kinds/debate/inline-prompts.ts';
import { conclusionElement } from '../../../core/kinds/debate/paths.ts';
import * as prompts from '../../../core/kinds/debate/prompts.ts';
import type { DebateResult, DebateSpec } from '../../../core/kinds/debate/types.ts';
import { patternResult } from '../../../core/kinds/results.ts';
import type { StepError } from '../../../core/results.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import {
  asSeenByAll,
  type DebateContext,
  type DebateState,
  positionsOf,
  spend,
  standingVotes,
} from './debate-state.ts';

/** What the moderator has said in the end. */
interface Concluded {
  conclusion: Text | null;
  analysis: Analysis | null;
  error: StepError | null;
}

const nothingConcluded: Concluded = { conclusion: null, analysis: null, error: null };

/** Has the moderator conclude, and sums the debate up. */
export async function conclude(debate: DebateContext): Promise<DebateResult> {
  const { spec, ctx, state } = debate;
  const votes = standingVotes(state, spec);
  const counted = tally(votes, state.options, spec.agents.length, spec.consensus);
  const {
    conclusion,
    analysis,
    error: failure,
  } = state.error === null ? await askConclusion(debate, counted, votes) : nothingConcluded;
  const error = state.error ?? failure ?? missedConsensus(spec, counted);
  const flips = flipsIn(state.votes);
  return patternResult(
    'debate',
    ctx.identity,
    { spent: state.spent, ended: error ?? conclusion ?? '' },
    {
      messages: state.messages,
      roundsCompleted: Math.max(0, state.round),
      conclusion,
      consensusReached: counted.consensus,
      votes: state.votes,
      rule: counted.rule,
      tally: counted.lines,
      dissent: votes.filter(({ option }) => option !== counted.leader?.id),
      plainVote: state.plainVote,
      extraRounds: extraRounds(state),
      stoppedBy: state.stoppedBy,
      flips,
      flipsToMajority: flips.filter(({ toMajority }) => toMajority).length,
      analysis,
    },
  );
}

async function askConclusion(
  debate: DebateContext,
  counted: Tally,
  votes: readonly Vote[],
): Promise<Concluded> {
  const { spec, question, ctx, state } = debate;
  const moderator = moderatorOf(spec);
  const options = { path: conclusionElement, timeout: spec.roundTimeout };
  if (!analyses(moderator, spec)) {
    const prompt = prompts.conclude(question, positionsOf(state, spec), counted.lines, votes);
    const { content, error } = noted(state, await ctx.step(moderator, prompt, options));
    return { conclusion: content, analysis: null, error };
  }
  const prompt = concludeInline(question, asSeenByAll(state), counted, votes);
  const asked = { ...moderator, output: conclusionJsonSchema };
  const read = jsonOf(conclusionReplyForm);
  const { result, value } = await ctx.ask(asked, prompt, { ...options, read });
  const { content, error } = noted(state, result);
  if (value === null) return { ...nothingConcluded, error };
  const analysis = analysisIn(value);
  ctx.tell({ type: 'analysis.made', analysis });
  return { conclusion: fieldOf(content, conclusionField, value.conclusion), analysis, error };
}

function noted<R extends Parameters<typeof spend>[1]>(state: DebateState, result: R): R {
  spend(state, result);
  return result;
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
