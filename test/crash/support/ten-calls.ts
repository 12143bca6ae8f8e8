import type { AgentInput } from '../../../src/core/kinds/agent/types.ts';
import type { ModelServer, RecordedRequest, ScriptFunction } from '../../../src/testing/index.ts';
import { agentOf } from '../../support/live-world.ts';
import { countRepeats } from './repeats.ts';

const five = [1, 2, 3, 4, 5];

/** Agents that are answered at once. */
export const quick = five.map((each) => `Quick ${each}`);
/** Agents that are answered when the gate is open. */
export const slow = five.map((each) => `Slow ${each}`);
export const slowTen = [...slow, ...five.map((each) => `Slow ${each + 5}`)];

export function parallelOf(names: readonly string[], more: Partial<AgentInput> = {}) {
  const agents = names.map((name) => ({
    kind: 'agent' as const,
    name,
    provider: 'openai',
    ...more,
  }));
  return { kind: 'parallel' as const, agents };
}

/** A script that holds the answers back, but for those of the quick ones. */
export class Gate {
  #opened = Promise.resolve();
  #open = () => {};

  close(): void {
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open();
  }

  readonly script: ScriptFunction = async (request) => {
    if (!agentOf(request).startsWith('Quick')) await this.#opened;
    return `from ${agentOf(request)}`;
  };
}

/** Calls of some agents so far. */
export function callsOf(model: ModelServer, names: readonly string[]): number {
  return model.requests.filter((request) => names.includes(agentOf(request))).length;
}

/** How a run that was disturbed came to its end. */
export interface Recovered {
  calls: number;
  answeredAgain: number;
  /** From the kill to the result. */
  seconds: number;
}

/** Counts the calls of a run, and forgets them. */
export function recovered(model: ModelServer, killedAt: number): Recovered {
  return recoveredBy(model.requests.splice(0), (Date.now() - killedAt) / 1_000);
}

/** Counts the calls of a run that came to its end some seconds after the kill. */
export function recoveredBy(requests: readonly RecordedRequest[], seconds: number): Recovered {
  const { calls, answeredAgain } = countRepeats(requests);
  return { calls, answeredAgain, seconds };
}

export function figuresOf(all: readonly Recovered[]): Record<string, number> {
  return {
    runs: all.length,
    'calls in a run': Math.max(...all.map(({ calls }) => calls)),
    'finished calls repeated': all.reduce((sum, { answeredAgain }) => sum + answeredAgain, 0),
    'seconds to the result': Math.max(...all.map(({ seconds }) => seconds)),
  };
}
