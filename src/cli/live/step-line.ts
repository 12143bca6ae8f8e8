import { isWait, type RunProgress, type StepProgress } from '../../client/progress/index.ts';
import { agentsIn } from '../../core/kinds/walk.ts';
import { showCost, showDuration, excerpt } from '../../core/amounts.ts';

/** What is said of a step whose question is open. */
export const waitsForAnswer = 'waits for an answer';

/** What stands behind the name of a step: its state, time and cost. `now`: milliseconds. */
export function stepStatus(step: StepProgress, now: number): string {
  const { state, startedAt, durationMs, cost, simulated } = step;
  const marks = simulated ? ['[simulated]'] : [];
  switch (state) {
    case 'waiting':
      return 'waiting';
    case 'running': {
      const since = startedAt === null ? 0 : now - Date.parse(startedAt);
      const waits = isWait(step) ? [waitsForAnswer] : [];
      return [...waits, showDuration(since), ...retryOf(step)].join(' · ');
    }
    case 'done': {
      const turns = step.turns > 1 ? [`${step.turns} turns`] : [];
      const tools = step.toolCalls > 0 ? [countOf(step.toolCalls, 'tool call')] : [];
      const spent = step.kind === 'agent' ? [showCost(cost)] : [];
      return [showDuration(durationMs), ...turns, ...tools, ...spent, ...marks].join(' · ');
    }
    case 'failed':
      return `failed after ${showDuration(durationMs)} · ${excerpt(step.error?.message ?? '', 100)}`;
  }
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function retryOf({ attempt, lastFailure, turns }: StepProgress): string[] {
  if (attempt !== undefined) {
    return [`attempt ${attempt}${lastFailure ? `: ${excerpt(lastFailure, 80)}` : ''}`];
  }
  return turns > 0 ? [`turn ${turns + 1}`] : [];
}

/** The name of the run, its time and its cost so far. `now`: milliseconds. */
export function runStatus(progress: RunProgress, now: number): string {
  const { name, totalCost } = progress;
  const ms = msOf(progress, now);
  const simulated = isSimulated(progress) ? [' · [simulated]'] : [];
  return [`${name} · ${showDuration(ms)} · ${showCost(totalCost)}`, ...simulated].join('');
}

/** How long a run has taken so far. `now`: milliseconds. */
export function msOf({ status, startedAt, totalDurationMs }: RunProgress, now: number): number {
  return status === 'running' ? now - Date.parse(startedAt) : totalDurationMs;
}

/** Whether the run asks the simulated model, which is known before it answers. */
export function isSimulated({ simulated, spec }: RunProgress): boolean {
  return simulated || (spec !== null && agentsIn(spec).some(isSimulatedAgent));
}

function isSimulatedAgent({ provider }: { provider: string | null }): boolean {
  return provider === 'simulated';
}
