import { cpus, platform, release } from 'node:os';
import type { Case } from './cases.ts';

/** The figures of a case: one row a side, its medians over the interleaved rounds. */
export interface Row {
  case: string;
  unit: Case['unit'];
  median: Record<string, number>;
  all: Record<string, number[]>;
  /** How much worse ours is than bare Temporal, as a fraction; negative: better. */
  overhead: number;
}

export function rowOf(work: Case, all: Record<string, number[]>): Row {
  const median = Object.fromEntries(Object.entries(all).map(([side, of]) => [side, medianOf(of)]));
  const [mine = Number.NaN, bare = Number.NaN] = [
    median['durable-agents'],
    median['bare Temporal'],
  ];
  const overhead = work.lessIsBetter ? mine / bare - 1 : bare / mine - 1;
  return { case: work.name, unit: work.unit, median, all, overhead };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The table for people, in Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const sides = Object.keys(rows[0]?.median ?? {});
  const lines = rows.map((row) => {
    const figures = sides.map((side) => show(row.median[side]));
    const overhead = `${row.overhead >= 0 ? '+' : ''}${(row.overhead * 100).toFixed(0)} %`;
    return `| ${row.case} | ${row.unit} | ${figures.join(' | ')} | ${overhead} |`;
  });
  return [
    `| case | unit | ${sides.join(' | ')} | overhead over bare Temporal |`,
    `|---|---|${sides.map(() => '---:|').join('')}---:|`,
    ...lines,
  ].join('\n');
}

function show(value: number | undefined): string {
  if (value === undefined) return '-';
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

export function machine(): Record<string, unknown> {
  const cores = cpus();
  return {
    cpu: cores[0]?.model,
    cores: cores.length,
    os: `${platform()} ${release()}`,
    node: process.version,
  };
}
