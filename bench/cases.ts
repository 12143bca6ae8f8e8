import type { Step } from '../src/core/kinds/step.ts';
import { parseStep } from '../src/core/kinds/step-schema.ts';

/** The same work for both sides: a number of model calls, one after another or at once. */
export interface Case {
  name: string;
  unit: 'ms a turn' | 'ms' | 'runs/s' | 'bytes a turn';
  shape: 'sequential' | 'together';
  turns: number;
  /** How long the model server takes, and how much it says. */
  latencyMs: number;
  replyBytes: number;
  /** Runs started, and how many of them at once. */
  runs: number;
  concurrent: number;
  /** Whether less is better. */
  lessIsBetter: boolean;
}

const usual = { latencyMs: 0, replyBytes: 200, runs: 1, concurrent: 1, lessIsBetter: true };

export const cases: Case[] = [
  { ...usual, name: 'sequential turn', unit: 'ms a turn', shape: 'sequential', turns: 30 },
  { ...usual, name: 'ten in parallel', unit: 'ms', shape: 'together', turns: 10, runs: 5 },
  {
    ...usual,
    name: 'nine 50 ms calls, 1 run at a time',
    unit: 'runs/s',
    shape: 'sequential',
    turns: 9,
    latencyMs: 50,
    runs: 6,
    lessIsBetter: false,
  },
  {
    ...usual,
    name: 'nine 50 ms calls, 50 runs at a time',
    unit: 'runs/s',
    shape: 'sequential',
    turns: 9,
    latencyMs: 50,
    runs: 50,
    concurrent: 50,
    lessIsBetter: false,
  },
  ...[10, 100, 200].map((turns): Case => ({
    ...usual,
    name: `history of ${turns} turns of 4 KB`,
    unit: 'bytes a turn',
    shape: 'sequential',
    turns,
    replyBytes: 4_096,
  })),
];

/** The spec that does a case's work with our patterns. */
export function specFor({ shape, turns }: Case, provider: string): Step {
  const agents = Array.from({ length: turns }, (_, turn) => ({
    kind: 'agent',
    name: `agent ${turn}`,
    provider,
    model: 'bench',
  }));
  return parseStep(
    shape === 'sequential'
      ? { kind: 'pipeline', steps: agents }
      : { kind: 'parallel', agents, concurrency: turns },
  );
}
