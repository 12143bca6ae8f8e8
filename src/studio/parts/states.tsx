import type { ComponentChildren } from 'preact';
import type { RequestError } from '../api/request.ts';
import type { Loaded } from './use-loaded.ts';

/** What was loaded, drawn; or that it is not there yet, or why not. */
export function Shown<T>(props: {
  loaded: Loaded<T>;
  children: (data: T) => ComponentChildren;
}): ComponentChildren {
  const { data, error, reload } = props.loaded;
  if (data !== null)
    return (
      <>
        {error !== null && <ErrorNote error={error} retry={reload} />}
        {props.children(data)}
      </>
    );
  return error === null ? <Loading /> : <ErrorNote error={error} retry={reload} />;
}

function Loading() {
  return (
    <p class="muted loading" role="status">
      Loading…
    </p>
  );
}

/** What was refused or failed, and a way to try again. */
export function ErrorNote({ error, retry }: { error: RequestError; retry?: () => void }) {
  return (
    <div class="note note-bad" role="alert">
      <p>
        <strong>{error.type}</strong> {error.message}
      </p>
      {retry !== undefined && (
        <button type="button" class="button small" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** What stands where there is nothing yet: what it would be, and how it comes. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children !== undefined && <p class="muted">{children}</p>}
    </div>
  );
}
