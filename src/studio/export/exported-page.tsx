import { useMemo } from 'preact/hooks';
import { FollowedRun } from '../pages/run/run-page.tsx';
import { useCell } from '../parts/cell.ts';
import { Empty } from '../parts/states.tsx';
import { Tools } from '../shell/header.tsx';
import { Help } from '../shell/help.tsx';
import { keyHelpOfRun } from '../shell/keys.ts';
import { route } from '../shell/router.ts';
import { exportedRun, readExport } from './exported-run.ts';

/** A run's page in a file of its own. */
export function ExportedPage() {
  const source = useMemo(() => {
    const data = readExport();
    return data === null ? null : exportedRun(data);
  }, []);
  const here = useCell(route);
  return (
    <>
      <header class="top">
        <span class="brand">durable-agents</span>
        <span class="muted">a run, as it was exported</span>
        <Tools />
      </header>
      <main id="main" tabIndex={-1}>
        {source === null ? (
          <Empty title="There is no run in this file">
            It is what `durable-agents export` fills in.
          </Empty>
        ) : (
          <FollowedRun
            source={source}
            path={here.rest.slice(1).join('/')}
            view={here.query['view'] ?? ''}
          />
        )}
      </main>
      <Help keys={keyHelpOfRun} />
    </>
  );
}
