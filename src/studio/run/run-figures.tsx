import { showMs } from '../../core/durations.ts';
import { type RunView, spentOf } from '../../core/run-view/index.ts';
import { showCount, showMoney, showTime } from '../parts/figures.ts';
import { useNow } from '../parts/use-now.ts';
import { useRun } from './run-context.ts';
import { isSimulated } from './run-status.ts';

/** What a run has taken so far. */
export function RunFigures({ view: { root, hasEnded } }: { view: RunView }) {
  const { isLive } = useRun().source;
  const now = useNow(!hasEnded && isLive);
  const { calls, retries, inputTokens, outputTokens, cost } = spentOf(root);
  const { startedAt, endedAt, durationMs } = root;
  const tookMs =
    startedAt !== null && endedAt === null && isLive ? now - Date.parse(startedAt) : durationMs;
  return (
    <dl class="run-figures">
      {startedAt !== null && <Figure name="Started" value={showTime(startedAt)} />}
      {tookMs !== null && <Figure name="Took" value={showMs(Math.max(0, tookMs))} />}
      <Figure
        name="Calls"
        value={`${showCount(calls)}${retries > 0 ? `, ${retries} retried` : ''}`}
      />
      <Figure
        name="Tokens"
        value={`${showCount(inputTokens)} in, ${showCount(outputTokens)} out`}
      />
      <Figure name="Cost" value={showMoney(root.cost ?? cost, isSimulated(root))} />
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
