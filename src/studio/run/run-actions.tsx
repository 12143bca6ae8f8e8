import { useEffect, useRef, useState } from 'preact/hooks';
import type { RunView } from '../../core/run-view/index.ts';
import { at, request } from '../api/request.ts';
import type { RunState } from '../api/shapes.ts';
import { asError, useLoaded } from '../parts/use-loaded.ts';
import { hrefOf } from '../shell/router.ts';
import { say } from '../shell/say.ts';
import { useRun } from './run-context.ts';

/** What can be done with a run. */
export function RunActions({ view }: { view: RunView }) {
  const { source } = useRun();
  const { run } = source;
  const { data } = useLoaded(run, (signal) => request<RunState>(at`v1/runs/${run}`, { signal }));
  return (
    <>
      {!view.hasEnded && view.seq > 0 && <Cancel run={run} />}
      <a class="button small" href={hrefOf('start', [], { again: run })}>
        Again with changes
      </a>
      {data?.url && (
        <a class="button small" href={data.url} rel="noopener noreferrer" target="_blank">
          Temporal’s Web UI
        </a>
      )}
    </>
  );
}

/** Asks once more before it cancels; the focus goes to what does no harm, and back. */
function Cancel({ run }: { run: string }) {
  const [asked, ask] = useState<boolean | null>(null); // `null`: never yet
  const focused = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked !== null) focused.current?.focus();
  }, [asked]);
  const cancel = async () => {
    try {
      await request(at`v1/runs/${run}/cancel`, { method: 'POST' });
      say('The run is being cancelled.');
    } catch (error) {
      say(asError(error).message);
    }
    ask(false);
  };
  if (!asked)
    return (
      <button key="ask" ref={focused} type="button" class="button small" onClick={() => ask(true)}>
        Cancel
      </button>
    );
  return (
    <span key="sure" class="sure" role="group" aria-label="Cancel this run?">
      <button type="button" class="button small danger" onClick={() => void cancel()}>
        Cancel this run
      </button>
      <button ref={focused} type="button" class="button small" onClick={() => ask(false)}>
        No
      </button>
    </span>
  );
}
