import { request } from '../../api/request.ts';
import type { Team } from '../../api/shapes.ts';
import { KindBadge } from '../../parts/badges.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf } from '../../shell/router.ts';

/** The teams that can be started, and what is wrong with the others. */
export function TeamsPage() {
  const loaded = useLoaded(
    'teams',
    (signal) => request<{ teams: Team[] }>('v1/teams', { signal }),
    10_000,
  );
  return (
    <section class="page" aria-labelledby="teams-title">
      <div class="page-head">
        <h1 id="teams-title">Start a team</h1>
        <a class="button" href={hrefOf('start', [], { spec: 'own' })}>
          From a spec of your own
        </a>
      </div>
      <Shown loaded={loaded}>
        {({ teams }) =>
          teams.length === 0 ? (
            <Empty title="No teams">Put a spec into the folder that the service reads.</Empty>
          ) : (
            <ul class="cards">
              {teams.map((team) => (
                <TeamCard key={team.name} team={team} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

function TeamCard({ team: { name, description, kind, problem } }: { team: Team }) {
  const about = (
    <>
      <h2>{name}</h2>
      <p class="muted">{description}</p>
      {problem !== null && <p class="note note-bad as-written">{problem}</p>}
      {kind !== null && <KindBadge kind={kind} />}
    </>
  );
  // What was read before its file had a problem can be started all the same.
  return (
    <li class={kind === null ? 'card team' : ''}>
      {kind === null ? (
        about
      ) : (
        <a class="card team" data-item href={hrefOf('start', [name])}>
          {about}
        </a>
      )}
    </li>
  );
}
