import { type AgentRecord, nothingDone } from './kinds/agent/record.ts';
import { tally } from './kinds/debate/consensus.ts';
import type { Text } from './content.ts';
import { Failure } from './failures.ts';
import { toContext } from './render.ts';
import type {
  AgentResult,
  DebateResult,
  Entry,
  ParallelResult,
  PipelineResult,
  ResultBase,
  StepError,
  StepResult,
  SupervisorResult,
} from './results.ts';
import type { AgentSpec } from './kinds/agent/schema.ts';
import type { DebateSpec } from './kinds/debate/schema.ts';
import type { ParallelSpec } from './kinds/parallel/schema.ts';
import type { Step } from './kinds/step-schema.ts';
import { addSpending, nothingSpent, type Spending } from './usage.ts';

/** What every result needs besides its content. */
export interface Made {
  name: string;
  id: string;
  startedAt: number;
}

export function spendingOf(result: StepResult): Spending {
  const { usage, totalCost, unpriced, simulated } = result;
  return { usage, cost: totalCost, unpriced, simulated };
}

/** A result that has cost more than its own calls: what led to it is counted in. */
export function withSpending<R extends StepResult>(result: R, more: Spending): R {
  const { cost, ...rest } = addSpending([spendingOf(result), more]);
  return { ...result, ...rest, totalCost: cost, ...('cost' in result ? { cost } : {}) };
}

function base(made: Made, spent: Spending, ended: Text | StepError | null): ResultBase {
  const failed = typeof ended === 'object' && ended !== null && 'type' in ended;
  return {
    name: made.name,
    id: made.id,
    success: !failed,
    content: failed ? null : ended,
    error: failed ? ended : null,
    usage: spent.usage,
    totalCost: spent.cost,
    unpriced: spent.unpriced,
    totalDurationMs: Date.now() - made.startedAt,
    simulated: spent.simulated,
  };
}

/** An agent's result: its last reply was accepted, or `error` says what went wrong. */
export function agentResult(
  spec: AgentSpec,
  made: Made,
  record: AgentRecord,
  error?: StepError,
): AgentResult {
  const { last, spent, turns, toolCalls } = record;
  const content = last === null ? null : last.text;
  const result = base(made, spent, error ?? content);
  return {
    kind: 'agent',
    ...result,
    agentName: spec.name,
    cost: result.totalCost,
    durationMs: result.totalDurationMs,
    model: last?.model ?? null,
    output: spec.output !== null && error === undefined ? content : null,
    turns,
    toolCalls,
    thread: null,
  };
}

/** A parallel's result: a success when the quorum is reached. */
export function parallelResult(
  spec: ParallelSpec,
  made: Made,
  results: (StepResult & Entry)[],
): ParallelResult {
  const good = results.filter((result) => result.success);
  const ended = good.length >= spec.quorum ? toContext(good.map(answerOf)) : tooFew(spec, results);
  return {
    kind: 'parallel',
    ...base(made, addSpending(results.map(spendingOf)), ended),
    results,
    allSuccess: good.length === results.length,
  };
}

function answerOf(result: StepResult): { agentName: string; content: Text } {
  return { agentName: result.name, content: result.content ?? '' };
}

function tooFew(spec: ParallelSpec, results: readonly StepResult[]): StepError {
  const failed = results.flatMap(({ name, error }) => (error === null ? [] : [{ name, error }]));
  const cancelled = failed.find(({ error }) => error.type === Failure.runCancelled);
  if (cancelled !== undefined && failed.every(({ error }) => error.type === Failure.runCancelled)) {
    return cancelled.error;
  }
  const reasons = failed.map(({ name, error }) => `${name}: ${error.message}`).join('; ');
  return {
    type: Failure.tooFewSucceeded,
    message: `${results.length - failed.length} of ${results.length} agents of '${spec.name}' succeeded, ${spec.quorum} needed: ${reasons}`,
    retryable: failed.some(({ error }) => error.retryable),
    details: {
      failed: failed.map(({ name, error }) => ({
        agentName: name,
        type: error.type,
        message: error.message,
      })),
    },
  };
}

/** A pipeline's result: a success when its last step was started and succeeded. */
export function pipelineResult(made: Made, steps: PipelineResult['steps']): PipelineResult {
  const last = steps.at(-1);
  const ended = last?.error ?? last?.content ?? null;
  return { kind: 'pipeline', ...base(made, addSpending(steps.map(spendingOf)), ended), steps };
}

/** What a supervisor's result has besides the common part. */
export type SupervisorParts = Omit<SupervisorResult, keyof ResultBase | 'kind'>;

export function supervisorResult(
  made: Made,
  spent: Spending,
  ended: Text | StepError,
  parts: SupervisorParts,
): SupervisorResult {
  return { kind: 'supervisor', ...base(made, spent, ended), ...parts };
}

/** What a debate's result has besides the common part. */
export type DebateParts = Omit<DebateResult, keyof ResultBase | 'kind'>;

export function debateResult(
  made: Made,
  spent: Spending,
  ended: Text | StepError,
  parts: DebateParts,
): DebateResult {
  return { kind: 'debate', ...base(made, spent, ended), ...parts };
}

const noWork: SupervisorParts = {
  plan: null,
  plans: [],
  reasoning: null,
  reviews: [],
  workerResults: [],
  iterations: 0,
  endedBecause: 'cancelled',
};

/** The result of a step that could not even be started. */
export function failedResult(step: Step, made: Made, error: StepError): StepResult {
  switch (step.kind) {
    case 'agent':
      return agentResult(step, made, nothingDone, error);
    case 'parallel':
      return {
        kind: 'parallel',
        ...base(made, nothingSpent, error),
        results: [],
        allSuccess: false,
      };
    case 'pipeline':
      return { kind: 'pipeline', ...base(made, nothingSpent, error), steps: [] };
    case 'supervisor':
      return supervisorResult(made, nothingSpent, error, noWork);
    case 'debate':
      return debateResult(made, nothingSpent, error, noDebate(step));
  }
}

function noDebate(spec: DebateSpec): DebateParts {
  return {
    messages: [],
    roundsCompleted: 0,
    conclusion: null,
    consensusReached: false,
    votes: [],
    rule: tally([], [], spec.agents.length, spec.consensus).rule,
    tally: [],
    dissent: [],
    plainVote: null,
    extraRounds: { rounds: 0, calls: 0, cost: 0 },
  };
}

/** Whether a cancellation has ended a step of this result, at any depth. */
export function wasCutShort(result: StepResult): boolean {
  if (result.error?.type === Failure.runCancelled) return true;
  if (result.kind === 'parallel') return result.results.some(wasCutShort);
  return result.kind === 'pipeline' && result.steps.some(wasCutShort);
}

/** The result of a cancelled run: no success, though enough of it may have been done for one. */
export function asCancelled<R extends StepResult>(result: R): R {
  if (result.error?.type === Failure.runCancelled) return result;
  const error = { type: Failure.runCancelled, message: 'the run was cancelled', retryable: false };
  return { ...result, success: false, content: null, error };
}
