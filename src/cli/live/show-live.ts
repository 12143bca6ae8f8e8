import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { RunEvent } from '../../client/index.ts';
import { followProgress } from '../../client/progress/index.ts';
import type { RunHandle } from '../../client/runs/run-handle.ts';
import { messageOf } from '../../core/error-words.ts';
import { Failure, failureType } from '../../core/failures.ts';
import { pathInside, splitPath } from '../../core/step-path.ts';
import type { Output } from '../output.ts';
import { type LiveView, plainView } from './plain-view.ts';

export interface Live {
  /** Ends the view; `ended`: the run has, and so the last progress is shown first. Once is enough. */
  stop(ended: boolean): Promise<void>;
}

/** After the result is there its last progress is a moment away; it is no reason to wait long. */
const lastMs = 2_000;

/** How long a reader that was told to stop may take: one whose database is away may never come back. */
const stopMs = 1_000;

/**
 * Follows a run: in place in a terminal, else as lines. Histories tell its steps, events what is said
 * in it. What goes wrong here stops no run.
 */
export function showLive(temporal: Client, handle: RunHandle, output: Output): Live {
  if (output.quiet) return { stop: () => Promise.resolve() };
  const stopped = new AbortController();
  const { signal } = stopped;
  const opening = openView(output);
  const without = (what: string) => (error: unknown) => {
    const isRefused = failureType(error) === Failure.inputInvalid; // as its result is: one word is enough
    if (!signal.aborted && !isRefused)
      output.note(`The live view of ${what} ends here, the run goes on: ${messageOf(error)}`);
  };
  const progress = followProgress(temporal, handle.id, signal);
  const events = handle.events({ signal });
  // each goes on without the other: a worker of an earlier version tells no events
  const following = Promise.all([
    each(progress, async (next) => (await opening).show(next)).catch(async (error: unknown) => {
      await opening.then((view) => view.showNoMore()).catch(() => undefined);
      without('steps')(error);
    }),
    each(events, async (event) => (await opening).hear(inside(event, handle.id))).catch(
      async (error: unknown) => {
        await opening.then((view) => view.hearNoMore()).catch(() => undefined);
        without('texts')(error);
      },
    ),
  ]);
  let stopping: Promise<void> | undefined;
  async function stop(ended: boolean): Promise<void> {
    const followedMs = ended ? lastMs : 0;
    const late = setTimeout(() => stopped.abort(), followedMs);
    await Promise.race([following, sleep(followedMs + stopMs)]);
    clearTimeout(late);
    stopped.abort();
    await opening.then((view) => view.end(ended)).catch(() => undefined); // its result is told all the same
    output.linesGo(undefined);
  }
  return { stop: (ended) => (stopping ??= stop(ended)) };
}

/** An event with its path in the step that is followed, as the step's progress tells it. */
function inside(event: RunEvent, id: string): RunEvent {
  const path = splitPath(id).slice(1).join('/');
  return path === '' ? event : { ...event, path: pathInside(event.path, path) ?? '' };
}

async function openView(output: Output): Promise<LiveView> {
  if (!process.stderr.isTTY || output.json) return plainView((line) => output.note(line));
  const { stderrTerminal, terminalView } = await import('./terminal-view.ts');
  const view = terminalView(stderrTerminal());
  output.linesGo((line) => view.above(line));
  return view;
}

async function each<T>(all: AsyncIterable<T>, take: (one: T) => Promise<void>): Promise<void> {
  for await (const one of all) await take(one);
}
