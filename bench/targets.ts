import { markdownTable, type Row } from './report.ts';

/** What a figure of one contender shall be, as a multiple of another's. */
export interface Target {
  case: string;
  contender: string;
  over: string;
  /** `value`: the case's figure; `workerMs`: CPU of the worker process. */
  measure: 'value' | 'workerMs';
  /** The multiple: at most for what costs, at least for runs a second. */
  reach: number;
}

const ours = 'durable-agents';
const local = 'durable-agents, localCalls';
const eager = 'baseline eager';
const fifty = 'W, 50 at once';

const overEager = (name: string, reach: number): Target => ({
  case: name,
  contender: ours,
  over: eager,
  measure: 'value',
  reach,
});

const targets: readonly Target[] = [
  {
    case: 'nine 50 ms calls, 50 at once',
    contender: ours,
    over: 'baseline',
    measure: 'workerMs',
    reach: 1.2,
  },
  overEager('sequential turn', 1.15),
  overEager('ten in parallel', 1.15),
  overEager('W alone', 1.15),
  overEager(fifty, 1 / 1.15),
  { ...overEager('sequential turn', 0.5), contender: local },
  { ...overEager(fifty, 1.3), contender: local },
];

/** How the figures stand to the targets whose cases and contenders were measured. */
export function targetsTable(rows: readonly Row[], all: readonly Target[] = targets): string {
  const lines = all.flatMap((target) => {
    const row = rows.find(({ case: name }) => name === target.case);
    const ratio = row && ratioOf(row, target);
    return ratio === undefined ? [] : [lineOf(target, row?.unit, ratio)];
  });
  return markdownTable(['case', 'of', 'over', 'measured', 'to reach', 'reached'], lines, 3);
}

function ratioOf({ median }: Row, { contender, over, measure }: Target): number | undefined {
  const [mine, theirs] = [median[contender], median[over]];
  return mine && theirs && mine[measure] / theirs[measure];
}

function lineOf(target: Target, unit: string | undefined, ratio: number): string[] {
  const { measure, contender, over, reach } = target;
  const more = measure === 'value' && unit === 'runs/s';
  const reached = more ? ratio >= reach : ratio <= reach;
  const what = measure === 'value' ? `${contender}, ${unit}` : `${contender}, worker's CPU`;
  const limit = `${more ? '>=' : '<='} ${reach.toFixed(2)}x`;
  return [target.case, what, over, `${ratio.toFixed(2)}x`, limit, reached ? 'yes' : 'no'];
}
