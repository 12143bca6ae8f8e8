import { showMs } from '../../../core/durations.ts';
import type { ListedRun } from '../../api/shapes.ts';
import { KindBadge, StatusBadge } from '../../parts/badges.tsx';
import { showAgo, showMoney, showTime } from '../../parts/figures.ts';
import { hrefOf } from '../../shell/router.ts';

/** A run in the list. */
export function RunRow({ run }: { run: ListedRun }) {
  const { id, name, kind, status, question, startedAt, durationMs, cost } = run;
  return (
    <li>
      <a class="row" data-item href={hrefOf('runs', [id])}>
        <span class="row-main">
          <span class="row-question">{question ?? id}</span>
          <span class="row-about">
            <strong>{name ?? id}</strong>
            <KindBadge kind={kind} />
            <span class="id">{id}</span>
          </span>
        </span>
        <span class="row-figures">
          <StatusBadge status={status} />
          <time dateTime={startedAt} title={showTime(startedAt)}>
            {showAgo(startedAt)}
          </time>
          <span>{showMs(durationMs)}</span>
          <span class="money">{showMoney(cost, run.simulated === true)}</span>
        </span>
      </a>
    </li>
  );
}
