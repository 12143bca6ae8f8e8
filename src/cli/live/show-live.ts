import type { Client } from '@temporalio/client';
import { followProgress, type RunProgress } from '../../client/progress/index.ts';
import type { Output } from '../output.ts';
import { type LiveView, plainView } from './plain-view.ts';

export interface Live {
  /** Ends the view; `ended`: the run has, and so the last progress is shown first. Once is enough. */
  stop(ended: boolean): Promise<void>;
}

/** After the result is there its last progress is a moment away; it is no reason to wait long. */
const lastMs = 2_000;

/** Follows a run: as a tree in a terminal, else as lines. What goes wrong here stops no run. */
export function showLive(temporal: Client, id: string, output: Output): Live {
  const stopped = new AbortController();
  const view = openView(output);
  const following = follow(followProgress(temporal, id, stopped.signal), view).catch(
    (error: unknown) => output.note(`no live progress: ${String(error)}`),
  );
  let stopping: Promise<void> | undefined;
  async function stop(ended: boolean): Promise<void> {
    const late = setTimeout(() => stopped.abort(), ended ? lastMs : 0);
    await following;
    clearTimeout(late);
    await (await view).end(ended);
  }
  return { stop: (ended) => (stopping ??= stop(ended)) };
}

async function openView(output: Output): Promise<LiveView> {
  if (!process.stderr.isTTY || output.json) return plainView((line) => output.note(line));
  const { treeView } = await import('./tree-view.ts');
  return treeView();
}

async function follow(all: AsyncIterable<RunProgress>, opening: Promise<LiveView>): Promise<void> {
  const view = await opening;
  for await (const progress of all) view.show(progress);
}
