import { request } from '../../api/request.ts';
import { GoToForm } from '../../parts/go-to-form.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf, type Route } from '../../shell/router.ts';
import { ThreadView } from './thread-view.tsx';

/** The threads that are known, or the messages of one. */
export function ThreadsPage({ route }: { route: Route }) {
  const [thread] = route.rest;
  return thread === undefined ? <Threads /> : <ThreadView thread={thread} />;
}

function Threads() {
  const loaded = useLoaded('threads', (signal) =>
    request<{ threads: (string | { id: string; messages?: number })[] }>('v1/threads', { signal }),
  );
  return (
    <section class="page narrow" aria-labelledby="threads-title">
      <h1 id="threads-title">Threads</h1>
      <GoToForm label="A thread's id" page="threads" />
      <Shown loaded={loaded}>
        {({ threads }) =>
          threads.length === 0 ? (
            <Empty title="No threads yet">
              A thread is a conversation that outlives a run: give one when you start a team.
            </Empty>
          ) : (
            <ul class="rows">
              {threads
                .map((thread) => (typeof thread === 'string' ? { id: thread } : thread))
                .map((thread) => (
                  <li key={thread.id}>
                    <a class="row" data-item href={hrefOf('threads', [thread.id])}>
                      {thread.id}
                      {'messages' in thread && <span class="muted">{thread.messages} messages</span>}
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
