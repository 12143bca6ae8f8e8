import { useState } from 'preact/hooks';
import { at, queryOf, request } from '../../api/request.ts';
import type { ThreadMessage } from '../../api/shapes.ts';
import { Prose } from '../../markdown/prose.tsx';
import { showAgo, showTime } from '../../parts/figures.ts';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf } from '../../shell/router.ts';

interface MessagePage {
  messages: ThreadMessage[];
  next?: string | number | null;
}

/** The messages of a thread, page by page. */
export function ThreadView({ thread }: { thread: string }) {
  const [after, setAfter] = useState<string | number | null>(null);
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
        {({ messages, next = null }) => (
          <>
            {messages.length === 0 && <Empty title="No messages" />}
            <ol class="conversation">
              {messages.map((message, index) => (
                <li key={message.id ?? index}>
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

function Page(props: { to: string | number | null; name: string; go: (to: string | number | null) => void }) {
  return (
    <button type="button" class="button" onClick={() => props.go(props.to)}>
      {props.name}
    </button>
  );
}

function Message({ message: { role, name, content, at } }: { message: ThreadMessage }) {
  return (
    <article class={`statement role-${role}`} data-item tabIndex={0}>
      <header class="statement-head">
        <strong>{name || role}</strong>
        {at && (
          <time class="muted small" dateTime={at} title={showTime(at)}>
            {showAgo(at)}
          </time>
        )}
      </header>
      <Prose text={content} />
    </article>
  );
}
