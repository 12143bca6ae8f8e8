import type { Client } from '@temporalio/client';
import { followProgress } from '../../client/progress/index.ts';
import type { RunHandle } from '../../client/runs/run-handle.ts';
import type { Output } from '../output.ts';
import { type LiveView, plainView } from './plain-view.ts';

export interface Live {
  /** Ends the view; `ended`: the run has, and so the last progress is shown first. Once is enough. */
  stop(ended: boolean): Promise<void>;
}

/** After the result is there its last progress is a moment away; it is no reason to wait long. */
const lastMs = 2_000;

/**
 * Follows a run: in place in a terminal, else as lines. Histories tell its steps, events what is said
 * in it. What goes wrong here stops no run.
 */
export function showLive(temporal: Client, handle: RunHandle, output: Output): Live {
  if (output.quiet) return { stop: () => Promise.resolve() };
  const stopped = new AbortController();
  const { signal } = stopped;
  const opening = openView(output);
  const following = Promise.all([
    each(followProgress(temporal, handle.id, signal), async (progress) =>
      (await opening).show(progress),
    ),
    each(handle.events({ signal }), async (event) => (await opening).hear(event)),
  ]).catch((error: unknown) => output.note(`no live progress: ${String(error)}`));
  let stopping: Promise<void> | undefined;
  async function stop(ended: boolean): Promise<void> {
    const late = setTimeout(() => stopped.abort(), ended ? lastMs : 0);
    await following;
    clearTimeout(late);
    await (await opening).end(ended);
  }
  return { stop: (ended) => (stopping ??= stop(ended)) };
}

async function openView(output: Output): Promise<LiveView> {
  if (!process.stderr.isTTY || output.json) return plainView((line) => output.note(line));
  const { stderrTerminal, terminalView } = await import('./terminal-view.ts');
  return terminalView(stderrTerminal());
}

async function each<T>(all: AsyncIterable<T>, take: (one: T) => Promise<void>): Promise<void> {
  for await (const one of all) await take(one);
}
