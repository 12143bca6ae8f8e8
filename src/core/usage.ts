import { joinWarnings, type Warning } from './warnings.ts';

/** Tokens of one or more model calls. `cachedTokens` are inside `inputTokens`, `reasoningTokens` inside `outputTokens`. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  reasoningTokens: number;
  /** How many calls were answered. */
  calls: number;
}

/** What a step has spent. */
export interface Spending {
  usage: Usage;
  /** US dollars; `null` as soon as one call has no known price: unknown is never 0. */
  cost: number | null;
  /** The models without a known price, each once. */
  unpriced: string[];
  /** Whether any reply came from the simulated model. */
  simulated: boolean;
  /** What went on, but should be known. */
  warnings: Warning[];
}

export const noUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  reasoningTokens: 0,
  calls: 0,
};

export const nothingSpent: Spending = {
  usage: noUsage,
  cost: 0,
  unpriced: [],
  simulated: false,
  warnings: [],
};

function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    calls: a.calls + b.calls,
  };
}

/** Nothing spent, but something that should be known. */
export function onlyWarnings(warnings: Warning[]): Spending {
  return { ...nothingSpent, warnings };
}

/** Adds up what several steps have spent. */
export function addSpending(all: readonly Spending[]): Spending {
  return all.reduce(
    (sum, one) => ({
      usage: addUsage(sum.usage, one.usage),
      cost: sum.cost === null || one.cost === null ? null : sum.cost + one.cost,
      unpriced: [...new Set([...sum.unpriced, ...one.unpriced])],
      simulated: sum.simulated || one.simulated,
      warnings: joinWarnings(sum.warnings, one.warnings),
    }),
    nothingSpent,
  );
}
