import { unwatchFile, watchFile } from 'node:fs';

/** Files that are looked at, also where they are not there yet or lie on another machine. */
export interface WatchedFiles {
  /** Looks at these from now on, in place of those before. */
  set(files: readonly string[]): void;
  close(): void;
}

/** So often each file is looked at, in ms. */
const everyMs = 300;

/** Tells each change of a file, one file a time. */
export function watchFiles(onChange: (file: string) => void): WatchedFiles {
  const watched = new Map<string, () => void>();
  return {
    set(files) {
      for (const [file, stop] of watched) {
        if (files.includes(file)) continue;
        watched.delete(file);
        stop();
      }
      for (const file of files) if (!watched.has(file)) watched.set(file, watch(file, onChange));
    },
    close() {
      for (const stop of watched.values()) stop();
      watched.clear();
    },
  };
}

function watch(file: string, onChange: (file: string) => void): () => void {
  const tell = () => onChange(file);
  watchFile(file, { interval: everyMs, persistent: false }, tell);
  return () => unwatchFile(file, tell);
}
