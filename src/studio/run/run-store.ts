import type { RunEvent } from '../../core/events.ts';
import { apply, openRunView, type RunView } from '../../core/run-view/index.ts';
import type { StreamState } from '../api/event-stream.ts';
import type { RequestError } from '../api/request.ts';
import type { RunInput } from '../api/shapes.ts';
import { type Cell, cell } from '../parts/cell.ts';
import { eachFrame } from './each-frame.ts';
import type { RunSource } from './run-source.ts';

/** A run as it grows. */
export interface RunStore {
  view: Cell<RunView>;
  input: Cell<RunInput | null>;
  state: Cell<StreamState>;
  refused: Cell<RequestError | null>;
}

/** Milliseconds of a frame that go into taking in events at most. */
const perFrame = 8;

/** Follows a run: what comes within a frame is drawn together. */
export function openRun(source: RunSource, signal: AbortSignal): RunStore {
  const store: RunStore = {
    view: cell(openRunView(null)),
    input: cell<RunInput | null>(null),
    state: cell<StreamState>('connecting'),
    refused: cell<RequestError | null>(null),
  };
  void fill(store, source, signal);
  return store;
}

async function fill(store: RunStore, source: RunSource, signal: AbortSignal): Promise<void> {
  const input = await source.input(signal).catch(() => null);
  if (signal.aborted) return;
  store.input.set(input);
  store.view.set(opened(input));
  const taken = eventQueue(store, signal);
  await source.follow(
    {
      events: taken,
      state: (state) => store.state.set(state),
      refused: (error) => store.refused.set(error),
    },
    signal,
  );
}

/** A spec of another version may not be understood: then the events tell what there is. */
function opened(input: RunInput | null): RunView {
  try {
    return openRunView(input?.step ?? null);
  } catch {
    return openRunView(null);
  }
}

function eventQueue(store: RunStore, signal: AbortSignal): (events: readonly RunEvent[]) => void {
  const waiting: RunEvent[] = [];
  const frame = eachFrame(() => {
    if (signal.aborted) return false;
    const until = performance.now() + perFrame;
    let view = store.view.get();
    let taken = 0;
    for (const event of waiting) {
      view = apply(view, event);
      taken++;
      if (performance.now() > until) break;
    }
    waiting.splice(0, taken);
    store.view.set(view);
    return waiting.length > 0;
  });
  return (events) => {
    waiting.push(...events);
    frame();
  };
}
