import { queryOf, request } from '../../api/request.ts';
import type { RunPage } from '../../api/shapes.ts';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf } from '../../shell/router.ts';
import { RunFilters } from './run-filters.tsx';
import { RunRow } from './run-row.tsx';

/** The newest runs first, as far as they match; it looks again every few seconds. */
export function RunList({ query }: { query: Record<string, string> }) {
  const wanted = queryOf({ ...query, limit: query['limit'] ?? 25 });
  const loaded = useLoaded(
    wanted,
    (signal) => request<RunPage>(`v1/runs${wanted}`, { signal }),
    query['after'] === undefined ? 4_000 : undefined,
  );
  return (
    <section class="page" aria-labelledby="runs-title">
      <div class="page-head">
        <h1 id="runs-title">Runs</h1>
        <a class="button primary" href={hrefOf('teams')}>
          Start a team
        </a>
      </div>
      <RunFilters query={query} />
      <Shown loaded={loaded}>{(page) => <Runs page={page} query={query} />}</Shown>
    </section>
  );
}

function Runs({ page, query }: { page: RunPage; query: Record<string, string> }) {
  const filtered = Object.keys(query).length > 0;
  if (page.runs.length === 0)
    return (
      <Empty title={filtered ? 'No run matches' : 'No runs yet'}>
        {filtered ? <a href="#/">Show all runs</a> : 'Start a team, and it shows up here.'}
      </Empty>
    );
  return (
    <>
      <ul class="rows">
        {page.runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
      <nav class="pager" aria-label="Pages of the list">
        {query['after'] !== undefined && (
          <a class="button" href={hrefOf('runs', [], { ...query, after: '' })}>
            Newest
          </a>
        )}
        {page.next !== null && (
          <a class="button" href={hrefOf('runs', [], { ...query, after: page.next })}>
            Older
          </a>
        )}
      </nav>
    </>
  );
}
