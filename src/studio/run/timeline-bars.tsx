import { showMs } from '../../core/durations.ts';
import type { Bar } from '../../core/run-view/index.ts';
import { pathsAround } from '../../core/step-path.ts';
import { memo } from '../parts/memo.ts';
import { useRun } from './run-context.ts';
import { numberOfTurn } from './number-of-turn.ts';

interface Props {
  bars: readonly Bar[];
  rows: readonly string[];
  /** Milliseconds since the epoch. */
  from: number;
  /** Milliseconds. */
  span: number;
  rowHeight: number;
}

/**
 * The bars in a picture whose units are milliseconds: what has ended stays as it is drawn, however long
 * the run goes on.
 */
export function Bars({ bars, rows, from, span, rowHeight }: Props) {
  const { colours, showTurn, source } = useRun();
  const height = rows.length * rowHeight;
  const ends = lastEnds(bars);
  const top = (row: string) => rows.indexOf(row) * rowHeight;
  return (
    <svg
      class="bars"
      height={height}
      viewBox={`0 0 ${span} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${bars.length} bars of ${rows.length} rows; they are listed below`}
      onClick={({ target }) => {
        const { path, turn } = (target as SVGElement).dataset;
        if (path !== undefined && turn !== undefined && source.hasPrompts)
          showTurn(path, numberOfTurn(bars, path, Number(turn)));
      }}
    >
      {rows.map((row, index) => (
        <rect
          key={row}
          class={index % 2 === 0 ? 'lane' : 'lane even'}
          y={index * rowHeight}
          width={span}
          height={rowHeight}
        />
      ))}
      {bars.map((bar, index) => (
        <g key={index}>
          <Waited
            bar={bar}
            ended={ends.get(bar.waitedFor ?? '')}
            from={from}
            top={top}
            rowHeight={rowHeight}
          />
          <OneBar
            bar={bar}
            x={Date.parse(bar.from) - from}
            end={bar.to === null ? span : Date.parse(bar.to) - from}
            y={top(bar.row) + 6}
            height={rowHeight - 12}
            hue={colours.hueOf(bar.row)}
          />
        </g>
      ))}
    </svg>
  );
}

/** The bar that ended last in each step, those inside it included. */
function lastEnds(bars: readonly Bar[]): ReadonlyMap<string, Bar> {
  const ends = new Map<string, Bar>();
  for (const bar of bars)
    for (const path of [bar.path, ...pathsAround(bar.path)]) {
      const before = ends.get(path);
      if (before === undefined || (before.to ?? '') < (bar.to ?? '')) ends.set(path, bar);
    }
  return ends;
}

interface BarProps {
  bar: Bar;
  x: number;
  end: number;
  y: number;
  height: number;
  hue: number;
}

const OneBar = memo(({ bar, x, end, y, height, hue }: BarProps) => (
  <rect
    class={`bar hued bar-${bar.what} state-${bar.state}`}
    style={{ '--hue': hue }}
    x={x}
    y={y}
    width={Math.max(1, end - x)}
    height={height}
    data-path={bar.path}
    data-turn={bar.turn ?? undefined}
  >
    <title>{`${bar.label}, ${showMs(Math.max(0, end - x))}`}</title>
  </rect>
));

interface WaitedProps {
  bar: Bar;
  /** The last bar of the step that it has waited for. */
  ended: Bar | undefined;
  from: number;
  rowHeight: number;
  top: (row: string) => number;
}

/** A line from the end of one step to the beginning of the one that has waited for it. */
function Waited({ bar, ended, from, rowHeight, top }: WaitedProps) {
  if (ended === undefined || bar.waitedFor === null || ended.to === null) return null;
  const middle = rowHeight / 2;
  return (
    <line
      class="waited"
      x1={Date.parse(ended.to) - from}
      y1={top(ended.row) + middle}
      x2={Date.parse(bar.from) - from}
      y2={top(bar.row) + middle}
    />
  );
}
