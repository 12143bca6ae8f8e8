import type { RunView } from '../../core/run-view/index.ts';
import { Prose } from '../markdown/prose.tsx';
import { KindBadge, SimulatedBadge, StatusBadge } from '../parts/badges.tsx';
import { useCell } from '../parts/cell.ts';
import { hrefOf, hrefOfStep } from '../shell/router.ts';
import { useRun } from './run-context.ts';
import { RunActions } from './run-actions.tsx';
import { RunFigures } from './run-figures.tsx';
import type { RunStore } from './run-store.ts';
import { isSimulated, statusOf } from './run-status.ts';
import { StreamNote } from './stream-note.tsx';

/** What a run is, what it works on, how it stands, and what can be done with it. */
export function RunHead({ view, store }: { view: RunView; store: RunStore }) {
  const { source } = useRun();
  const input = useCell(store.input);
  const { root } = view;
  return (
    <header class="run-head">
      {source.isLive && (
        <p class="crumbs">
          <a href="#/">Runs</a> <span class="id">{source.run}</span>
        </p>
      )}
      <div class="run-title">
        <h1>{view.name || source.run}</h1>
        {root.kind !== null && <KindBadge kind={root.kind} />}
        <StatusBadge status={statusOf(view)} />
        {isSimulated(root) && <SimulatedBadge />}
        <StreamNote store={store} hasEnded={view.hasEnded} />
      </div>
      {input !== null && (
        <div class="run-input" tabIndex={0} role="region" aria-label="What it works on">
          <Prose text={input.input} />
          {input.user !== null && (
            <p class="muted small">
              for{' '}
              {source.isLive ? (
                <a href={hrefOf('users', [input.user])}>{input.user}</a>
              ) : (
                input.user
              )}
            </p>
          )}
        </div>
      )}
      <div class="run-line">
        <RunFigures view={view} />
        <div class="actions">
          <ToAnswer view={view} />
          {source.isLive && <RunActions view={view} />}
        </div>
      </div>
    </header>
  );
}

function ToAnswer({ view: { root, hasEnded } }: { view: RunView }) {
  const { source, lookOf } = useRun();
  const answer = hasEnded && root.state === 'done' ? (lookOf(root)?.answer?.(root) ?? null) : null;
  if (answer === null) return null;
  return (
    <a class="button small" href={hrefOfStep(source.run, answer)}>
      To the answer
    </a>
  );
}
