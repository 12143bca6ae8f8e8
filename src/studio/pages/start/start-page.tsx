import { at, request } from '../../api/request.ts';
import type { RunInput, TeamWithSpec } from '../../api/shapes.ts';
import { Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf, type Route } from '../../shell/router.ts';
import { StartForm } from './start-form.tsx';
import type { StartDraft } from './start-draft.ts';
import type { JsonValue } from './spec-json.ts';

const ownSpec = { kind: 'agent', name: 'Writer', role: 'a writer', instructions: '' };

/** The form that a team is started by: `#/start/TEAM`, again with changes `#/start?again=RUN`. */
export function StartPage({ route }: { route: Route }) {
  const [team = null] = route.rest;
  const again = route.query['again'] ?? null;
  const loaded = useLoaded(`${team} ${again}`, (signal) => draftOf(team, again, signal));
  return (
    <section class="page narrow" aria-labelledby="start-title">
      <p class="crumbs">
        <a href={hrefOf('teams')}>Teams</a>
        {again !== null && (
          <>
            {' · again with changes: '}
            <a href={hrefOf('runs', [again])}>{again}</a>
          </>
        )}
      </p>
      <Shown loaded={loaded}>
        {(draft) => (
          <>
            <h1 id="start-title">{draft.team ?? nameOf(draft.spec)}</h1>
            {draft.description !== '' && <p class="lead">{draft.description}</p>}
            <StartForm draft={draft} />
          </>
        )}
      </Shown>
    </section>
  );
}

/** What the form begins with. */
async function draftOf(
  team: string | null,
  again: string | null,
  signal: AbortSignal,
): Promise<StartDraft> {
  const found =
    team === null ? null : await request<TeamWithSpec>(at`v1/teams/${team}`, { signal });
  const before =
    again === null ? null : await request<RunInput>(at`v1/runs/${again}/input`, { signal });
  const spec = (before?.step ?? found?.spec ?? ownSpec) as unknown as JsonValue;
  return {
    team: before === null ? team : null, // the team may have changed since
    description: found?.description ?? '',
    spec,
    input: before?.input ?? '',
    context: before?.context ?? '',
    user: before?.user ?? '',
    thread: before?.thread ?? '',
    baseline: before?.baseline ?? false,
  };
}

function nameOf(spec: JsonValue): string {
  const { name } = spec as { name?: unknown };
  return typeof name === 'string' ? name : 'A team of your own';
}
