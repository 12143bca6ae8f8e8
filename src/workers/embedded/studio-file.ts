import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aNumber, aString, type Formed, objectOf, readForm } from '../../core/form.ts';

const studioForm = objectOf({ url: aString, pid: aNumber });

/** In the state folder: where the studio of its runs is served, and by which process. */
const fileName = 'studio.json';

/**
 * Lets everything that uses a state folder know where its studio is. Of several, the last one counts.
 *
 * @returns says that it is there no longer
 */
export function announceStudio(stateDir: string, url: string): () => void {
  const file = join(stateDir, fileName);
  const draft = `${file}.${process.pid}`;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return () => {
    const there = read(file);
    if (there?.pid === process.pid && there.url === url) rmSync(file, { force: true });
  };
}

/** Where the studio of a state folder is served; `null`: nowhere, as far as can be told. */
export function studioOf(stateDir: string): string | null {
  const there = read(join(stateDir, fileName));
  return there !== undefined && isAlive(there.pid) && isWebAddress(there.url) ? there.url : null;
}

/** `undefined` when there is none, or it cannot be understood. */
function read(file: string): Formed<typeof studioForm> | undefined {
  try {
    const found = readForm(studioForm, JSON.parse(readFileSync(file, 'utf8')));
    return found.ok ? found.value : undefined;
  } catch {
    return undefined;
  }
}

/** A process that was killed has left its file behind. */
function isAlive(pid: number): boolean {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** It stands in what is printed as a link. */
function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^\s()<>]+$/i.test(url) && URL.canParse(url);
}
