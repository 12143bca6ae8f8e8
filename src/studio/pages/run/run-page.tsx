import { useEffect, useMemo, useState } from 'preact/hooks';
import { token } from '../../api/token.ts';
import { useCell } from '../../parts/cell.ts';
import { openRun } from '../../run/run-store.ts';
import { type RunSource, servedRun } from '../../run/run-source.ts';
import { RunView } from '../../run/run-view.tsx';

/** A run of the service: `#/runs/ID`, `#/runs/ID/PATH`. */
export function RunPage({ run, path, view }: { run: string; path: string; view: string }) {
  const source = useMemo(() => servedRun(run), [run]);
  return <FollowedRun source={source} path={path} view={view} />;
}

/** A run, wherever it comes from, as it grows. */
export function FollowedRun(props: { source: RunSource; path: string; view: string }) {
  const { source, path, view } = props;
  const given = useCell(token);
  const [attempt, again] = useState(0);
  const opened = useMemo(() => {
    const control = new AbortController();
    return { control, store: openRun(source, control.signal) };
  }, [source, given, attempt]);
  useEffect(() => () => opened.control.abort(), [opened]);
  return (
    <RunView
      source={source}
      store={opened.store}
      path={path}
      view={view}
      retry={() => again(attempt + 1)}
    />
  );
}
