import { Prose } from '../markdown/prose.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { Empty } from '../parts/states.tsx';
import { useCell } from '../parts/cell.ts';
import type { RunStore } from './run-store.ts';
import { useRun } from './run-context.ts';
import { hrefOf } from '../shell/router.ts';

/** What a run was started with. */
export function StartedWith({ store }: { store: RunStore }) {
  const input = useCell(store.input);
  const { isLive } = useRun().source;
  if (input === null) return <Empty title="What it was started with is not known" />;
  const { context, user, thread, step } = input;
  return (
    <section class="started-with" aria-label="What it was started with">
      <h2>Input</h2>
      <Prose text={input.input} />
      {context !== null && context !== '' && (
        <>
          <h2>Context</h2>
          <Prose text={context} />
        </>
      )}
      {user !== null && <p>User {isLive ? <a href={hrefOf('users', [user])}>{user}</a> : user}</p>}
      {thread !== null && (
        <p>Thread {isLive ? <a href={hrefOf('threads', [thread])}>{thread}</a> : thread}</p>
      )}
      <h2>Spec</h2>
      <JsonView text={JSON.stringify(step)} label="The spec" />
    </section>
  );
}
