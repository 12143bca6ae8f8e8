import { type FSWatcher, watch } from 'node:fs';
import type { Team } from './teams.ts';
import { Looks } from './looks.ts';
import type { TeamFolders } from './team-folder.ts';

/** How often it is looked where no file system tells of a change, in ms. */
const lookEveryMs = 2_000;

/** Between two looks that requests ask for, in ms: whoever asks for any names costs no more. */
const askedEveryMs = 200;

/** An editor writes a file in several steps. */
const settleMs = 50;

/**
 * Reads teams again when their files change. The file system tells of it where it can; a look every two
 * seconds finds the rest, and folders that are made later.
 *
 * @param told what has changed, after it has
 * @returns looks at once, for whoever asks for a team that is not known
 */
export function watchTeams(
  folders: TeamFolders,
  closing: AbortSignal,
  told: (changed: readonly Team[]) => void,
): () => Promise<void> {
  if (closing.aborted) return () => Promise.resolve();
  let soon: NodeJS.Timeout | undefined;
  let reading = Promise.resolve();
  const look = () =>
    (reading = reading.then(async () => told(await folders.read())).catch(() => undefined));
  const lookSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(() => void look(), settleMs).unref();
  };
  const timer = setInterval(() => void look(), lookEveryMs).unref();
  const watchers = folders.paths.flatMap((path) => watched(path, lookSoon));
  const end = () => {
    clearInterval(timer);
    clearTimeout(soon);
    for (const watcher of watchers) watcher.close();
  };
  closing.addEventListener('abort', end, { once: true });
  const asked = new Looks(look, askedEveryMs);
  return () => asked.look();
}

/** Where nothing tells of changes, the looks find them. */
function watched(path: string, changed: () => void): FSWatcher[] {
  try {
    const watcher = watch(path, { persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
