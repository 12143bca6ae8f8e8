import { cpus, platform, release } from 'node:os';
import type { Case } from './cases.ts';

/** What one measurement of a case gives. */
export interface Figure {
  /** In the case's unit. */
  value: number;
  /** CPU milliseconds a run. */
  workerMs: number;
  serverMs: number;
}

/** A case: the medians of each contender over the interleaved rounds, and every round. */
export interface Row {
  case: string;
  unit: Case['unit'];
  median: Record<string, Figure>;
  rounds: Record<string, Figure[]>;
}

export function rowOf({ name, unit }: Case, rounds: Record<string, Figure[]>): Row {
  const median = Object.fromEntries(
    Object.entries(rounds).map(([contender, figures]) => [contender, medianFigure(figures)]),
  );
  return { case: name, unit, median, rounds };
}

function medianFigure(figures: readonly Figure[]): Figure {
  const of = (field: keyof Figure) => medianOf(figures.map((figure) => figure[field]));
  return { value: of('value'), workerMs: of('workerMs'), serverMs: of('serverMs') };
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (values.length - 1) / 2;
  const [below, above] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return ((below ?? Number.NaN) + (above ?? Number.NaN)) / 2;
}

/** Times and rates: a line a case, a column a contender. */
export function timesTable(rows: readonly Row[]): string {
  return caseTable(rows, 'unit', (row) => [row.unit, ({ value }) => show(value)]);
}

/** CPU of worker and server: a line a case, a column a contender. */
export function cpuTable(rows: readonly Row[]): string {
  return caseTable(rows, 'worker + server', () => ['CPU ms a run', showCpu]);
}

const showCpu = ({ workerMs, serverMs }: Figure): string => `${show(workerMs)} + ${show(serverMs)}`;

function caseTable(
  rows: readonly Row[],
  unit: string,
  lineOf: (row: Row) => [string, (figure: Figure) => string],
): string {
  const contenders = [...new Set(rows.flatMap(({ median }) => Object.keys(median)))];
  const lines = rows.map((row) => {
    const [second, cell] = lineOf(row);
    const cells = contenders.map((name) => {
      const figure = row.median[name];
      return figure === undefined ? '-' : cell(figure);
    });
    return [row.case, second, ...cells];
  });
  return markdownTable(['case', unit, ...contenders], lines);
}

/** A table in Markdown; columns after the first `texts` (default 2) are numbers. */
export function markdownTable(
  head: readonly string[],
  lines: readonly (readonly string[])[],
  texts = 2,
): string {
  const rule = head.map((_, column) => (column < texts ? '---' : '---:'));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Three digits; `-` where there is no figure, `never` for what did not happen. */
export function show(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  if (!Number.isFinite(value)) return 'never';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

export function machine(): { cpu: string; cores: number; os: string; node: string } {
  const cores = cpus();
  return {
    cpu: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    os: `${platform()} ${release().split('-')[0]}`,
    node: process.version,
  };
}
