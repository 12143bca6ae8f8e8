import { at, request } from '../../api/request.ts';
import type { UserFact } from '../../api/shapes.ts';
import { GoToForm } from '../../parts/go-to-form.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf, type Route } from '../../shell/router.ts';
import { FactForm } from './fact-form.tsx';
import { FactList } from './fact-list.tsx';

/** The users that are known, or what is known of one of them. */
export function UsersPage({ route }: { route: Route }) {
  const [user] = route.rest;
  return user === undefined ? <Users /> : <Facts user={user} />;
}

function Users() {
  const loaded = useLoaded('users', (signal) =>
    request<{ users: string[] }>('v1/users', { signal }),
  );
  return (
    <section class="page narrow" aria-labelledby="users-title">
      <h1 id="users-title">Users</h1>
      <GoToForm label="A user's id" page="users" />
      <Shown loaded={loaded}>
        {({ users }) =>
          users.length === 0 ? (
            <Empty title="No users yet">
              What agents learn about a user in one run, they know in the next: start a team for a
              user.
            </Empty>
          ) : (
            <ul class="rows">
              {users.map((id) => (
                <li key={id}>
                  <a class="row" data-item href={hrefOf('users', [id])}>
                    {id}
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

function Facts({ user }: { user: string }) {
  const loaded = useLoaded(
    user,
    (signal) => request<{ facts: UserFact[] }>(at`v1/users/${user}/facts`, { signal }),
    10_000,
  );
  return (
    <section class="page narrow" aria-labelledby="user-title">
      <p class="crumbs">
        <a href={hrefOf('users')}>Users</a>
      </p>
      <h1 id="user-title">{user}</h1>
      <p class="muted">
        <a href={hrefOf('runs', [], { user })}>Runs of {user}</a>
      </p>
      <Shown loaded={loaded}>{({ facts }) => <FactList facts={facts} />}</Shown>
      <FactForm user={user} changed={loaded.reload} />
    </section>
  );
}
