/** Model calls in groups: the calls of a group at once, one group after another. */
export interface Work {
  /** How many calls each group has. */
  groups: readonly number[];
  /** How many calls of a group are under way at most. Default: all. */
  atOnce?: number;
  /** How long the model takes, and how much it says. */
  latencyMs: number;
  replyBytes: number;
}

/** Work that every contender does, and what is measured of it. */
export interface Case extends Work {
  name: string;
  unit: 'ms a turn' | 'ms' | 'runs/s' | 'bytes a turn';
  /** Runs started, and how many of them at once. */
  runs: number;
  concurrent: number;
}

const oneAfterAnother = (turns: number): number[] => Array.from({ length: turns }, () => 1);

/** Nine calls, five of them in a nested parallel. */
const w = [1, 1, 1, 5, 1] as const;

const nine = oneAfterAnother(9);
const alone = { replyBytes: 200, runs: 5, concurrent: 1 };
const fifty = { replyBytes: 200, runs: 50, concurrent: 50 };

export const cases: readonly Case[] = [
  {
    ...alone,
    name: 'sequential turn',
    unit: 'ms a turn',
    groups: oneAfterAnother(30),
    latencyMs: 0,
    runs: 1,
  },
  { ...alone, name: 'ten in parallel', unit: 'ms', groups: [10], latencyMs: 0 },
  { ...alone, name: 'nine 50 ms calls, alone', unit: 'ms', groups: nine, latencyMs: 50 },
  { ...fifty, name: 'nine 50 ms calls, 50 at once', unit: 'runs/s', groups: nine, latencyMs: 50 },
  { ...alone, name: 'W alone', unit: 'ms', groups: w, latencyMs: 50 },
  { ...fifty, name: 'W, 50 at once', unit: 'runs/s', groups: w, latencyMs: 50 },
  ...[10, 100, 200].map((turns): Case => ({
    ...alone,
    name: `history of ${turns} turns of 4 KB`,
    unit: 'bytes a turn',
    groups: oneAfterAnother(turns),
    latencyMs: 0,
    replyBytes: 4_096,
    runs: 1,
  })),
];

/** What all of them are asked. */
export const question = 'How are AI agents changing software teams?';
