import { queryOf, request } from '../../api/request.ts';
import type { ListedThread, ThreadPage } from '../../api/shapes.ts';
import { showAgo, showTime } from '../../parts/figures.ts';
import { GoToForm } from '../../parts/go-to-form.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf, type Route } from '../../shell/router.ts';
import { ThreadView } from './thread-view.tsx';

/** The threads that are known, or the messages of one. */
export function ThreadsPage({ route }: { route: Route }) {
  const [thread] = route.rest;
  return thread === undefined ? (
    <Threads after={route.query['after']} />
  ) : (
    <ThreadView thread={thread} />
  );
}

function Threads({ after }: { after: string | undefined }) {
  const query = queryOf({ limit: 50, after });
  const loaded = useLoaded(query, (signal) =>
    request<ThreadPage>(`v1/threads${query}`, { signal }),
  );
  return (
    <section class="page narrow" aria-labelledby="threads-title">
      <h1 id="threads-title">Threads</h1>
      <GoToForm label="A thread's id" page="threads" />
      <Shown loaded={loaded}>
        {({ threads, next }) =>
          threads.length === 0 ? (
            <Empty title="No threads yet">
              A thread is a conversation that outlives a run: give one when you start a team.
            </Empty>
          ) : (
            <>
              <ul class="rows">
                {threads.map((each) => (
                  <ThreadRow key={each.id} thread={each} />
                ))}
              </ul>
              <nav class="pager" aria-label="Pages of the list">
                {next !== null && (
                  <a class="button" href={hrefOf('threads', [], { after: next })}>
                    Older
                  </a>
                )}
              </nav>
            </>
          )
        }
      </Shown>
    </section>
  );
}

function ThreadRow({ thread: { id, messages, createdAt, user } }: { thread: ListedThread }) {
  return (
    <li>
      <a class="row" data-item href={hrefOf('threads', [id])}>
        <span class="row-main">{id}</span>
        <span class="row-figures">
          {user !== null && <span>{user}</span>}
          <span>{messages} messages</span>
          <time dateTime={createdAt} title={showTime(createdAt)}>
            {showAgo(createdAt)}
          </time>
        </span>
      </a>
    </li>
  );
}
