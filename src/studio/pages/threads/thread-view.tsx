import { useState } from 'preact/hooks';
import { at, queryOf, request } from '../../api/request.ts';
import type { MessagePage, ThreadMessage } from '../../api/shapes.ts';
import { Prose } from '../../markdown/prose.tsx';
import { showAgo, showTime } from '../../parts/figures.ts';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf } from '../../shell/router.ts';

/** The messages of a thread, page by page. */
export function ThreadView({ thread }: { thread: string }) {
  const [after, setAfter] = useState<number | null>(null);
  const query = queryOf({ limit: 100, after });
  const loaded = useLoaded(`${thread} ${query}`, (signal) =>
    request<MessagePage>(at`v1/threads/${thread}/messages` + query, { signal }),
  );
  return (
    <section class="page narrow" aria-labelledby="thread-title">
      <p class="crumbs">
        <a href={hrefOf('threads')}>Threads</a>
      </p>
      <h1 id="thread-title">{thread}</h1>
      <Shown loaded={loaded}>
        {({ messages, next }) => (
          <>
            {messages.length === 0 && <Empty title="No messages" />}
            <ol class="conversation messages">
              {messages.map((message) => (
                <li key={message.id}>
                  <Message message={message} />
                </li>
              ))}
            </ol>
            <nav class="pager" aria-label="Pages of the thread">
              {after !== null && <Page to={null} name="First" go={setAfter} />}
              {next !== null && <Page to={next} name="Next" go={setAfter} />}
            </nav>
          </>
        )}
      </Shown>
    </section>
  );
}

function Page(props: { to: number | null; name: string; go: (to: number | null) => void }) {
  return (
    <button type="button" class="button" onClick={() => props.go(props.to)}>
      {props.name}
    </button>
  );
}

function Message({
  message: { role, author, content, run, at: said },
}: {
  message: ThreadMessage;
}) {
  return (
    <article class={`statement role-${role}`} data-item tabIndex={0} aria-label={author || role}>
      <header class="statement-head">
        <strong>{author || role}</strong>
        <span class="figures">
          {run !== null && <a href={hrefOf('runs', [run])}>run</a>}
          <time dateTime={said} title={showTime(said)}>
            {showAgo(said)}
          </time>
        </span>
      </header>
      <Prose text={content} />
    </article>
  );
}
