import { useEffect, useRef, useState } from 'preact/hooks';
import { RequestError } from '../api/request.ts';
import { token } from '../api/token.ts';
import { useCell } from './cell.ts';

/** What was asked for, as far as it is there. */
export interface Loaded<T> {
  /** The last answer; `null`: none yet. */
  data: T | null;
  error: RequestError | null;
  /** Asks again; what is there stays until the answer comes. */
  reload: () => void;
}

/**
 * Asks when a part of the page appears, when the key changes, and each `everyMs` while the page is seen.
 *
 * @param key what is asked for: with another one, what was there is gone
 */
export function useLoaded<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  everyMs?: number,
): Loaded<T> {
  const given = useCell(token);
  const [asked, ask] = useState(0);
  const [state, setState] = useState<{ key: string; data: T | null; error: RequestError | null }>({
    key,
    data: null,
    error: null,
  });
  useEffect(() => {
    const control = new AbortController();
    load(control.signal).then(
      (data) => control.signal.aborted || setState({ key, data, error: null }),
      (error: unknown) =>
        control.signal.aborted ||
        setState((now) => ({
          key,
          data: now.key === key ? now.data : null,
          error: asError(error),
        })),
    );
    return () => control.abort();
  }, [key, asked, given]);
  useRepeated(everyMs, () => ask((count) => count + 1));
  const current = state.key === key ? state : { data: null, error: null };
  return { data: current.data, error: current.error, reload: () => ask((count) => count + 1) };
}

function useRepeated(everyMs: number | undefined, repeat: () => void): void {
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => document.hidden || repeat(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}

/** Asks again whenever this has changed. */
export function useReloadWith(state: string, { reload }: Loaded<unknown>): void {
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    reload();
  }, [state]);
}

/** Any error as one that can be shown. */
export function asError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  return new RequestError(0, 'Error', error instanceof Error ? error.message : String(error));
}
