import { type Bar, type RunView, timelineOf } from '../../core/run-view/index.ts';
import { showMs } from '../../core/durations.ts';
import { Empty } from '../parts/states.tsx';
import { useNow } from '../parts/use-now.ts';
import { Bars } from './timeline-bars.tsx';
import { rowsOf } from './timeline-rows.ts';
import { TimelineTable } from './timeline-table.tsx';
import { useRun } from './run-context.ts';

/** Pixels of a row. */
const rowHeight = 30;

/** Who worked when, who waited for whom, what was tried again, and where people were waited for. */
export function Timeline({ view: { root, hasEnded } }: { view: RunView }) {
  const now = useNow(!hasEnded);
  const { colours } = useRun();
  const bars = timelineOf(root);
  const [first] = bars;
  if (first === undefined) return <Empty title="Nothing has taken any time yet" />;
  const from = Date.parse(root.startedAt ?? first.from);
  const span = Math.max(1, lastOf(bars, root.endedAt, now) - from);
  const rows = rowsOf(bars);
  return (
    <section aria-label="Timeline">
      <Legend />
      <div class="timeline">
        <ul class="timeline-names" aria-hidden="true">
          {rows.map((row) => (
            <li key={row} class="hued" style={{ '--hue': colours.hueOf(row) }}>
              {row}
            </li>
          ))}
        </ul>
        <div class="timeline-plot">
          <Bars bars={bars} rows={rows} from={from} span={span} rowHeight={rowHeight} />
          <div class="timeline-scale" aria-hidden="true">
            {[0, 0.25, 0.5, 0.75, 1].map((share) => (
              <span key={share}>{share === 0 ? '0' : showMs(span * share)}</span>
            ))}
          </div>
        </div>
      </div>
      <TimelineTable bars={bars} from={from} />
    </section>
  );
}

function lastOf(bars: readonly Bar[], endedAt: string | null, now: number): number {
  if (endedAt === null) return now;
  return Math.max(
    Date.parse(endedAt),
    ...bars.flatMap(({ to }) => (to === null ? [] : [Date.parse(to)])),
  );
}

function Legend() {
  const marks = {
    turn: 'a model works',
    retry: 'an attempt came to nothing',
    tool: 'a tool',
    person: 'a person is waited for',
  };
  return (
    <ul class="legend" aria-label="What the bars mean">
      {Object.entries(marks).map(([what, means]) => (
        <li key={what}>
          <svg width="14" height="10" aria-hidden="true">
            <rect class={`bar bar-${what}`} width="14" height="10" rx="2" />
          </svg>
          {means}
        </li>
      ))}
    </ul>
  );
}
