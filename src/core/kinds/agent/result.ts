import { resultBase, type StepError, type StepIdentity } from '../../results.ts';
import type { AgentRecord } from './record.ts';
import type { AgentResult, AgentSpec } from './types.ts';

/** An agent's result: its last reply was accepted, or `error` says what went wrong. */
export function agentResult(
  spec: AgentSpec,
  identity: StepIdentity,
  record: AgentRecord,
  error?: StepError,
): AgentResult {
  const { last, spent, turns, toolCalls, approvals = [], checks = [] } = record;
  const content = last === null ? null : last.text;
  const result = resultBase(identity, spent, error ?? content);
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
    approvals,
    ...(spec.checks?.length ? { checks } : {}),
    thread: null,
  };
}
