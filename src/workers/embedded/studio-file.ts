import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { aNumber, aString, type Formed, formOf, objectOf, readForm } from '../../core/form.ts';
import { isOpen } from './ports.ts';

const studioForm = objectOf({
  url: aString,
  pid: aNumber,
  standsIn: formOf<boolean | undefined>((value) =>
    value === undefined || typeof value === 'boolean' ? null : 'expected true or false',
  ),
});

/** In the state folder: where the studio of its runs is served, and by which process. */
const fileName = 'studio.json';

/**
 * Lets everything that uses a state folder know where its studio is. Of several, the last one counts.
 *
 * @param standsIn whether it gives its port to whoever announces a studio there
 * @returns says that it is there no longer
 */
export function announceStudio(stateDir: string, url: string, standsIn = false): () => void {
  const file = join(stateDir, fileName);
  const draft = `${file}.${process.pid}`;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${JSON.stringify({ url, pid: process.pid, standsIn })}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return () => {
    const there = read(file);
    if (there?.pid === process.pid && there.url === url) rmSync(file, { force: true });
  };
}

/** Where the studio of a state folder is served; `null`: nowhere, as far as can be told. */
export function studioOf(stateDir: string): string | null {
  return announcedStudio(stateDir)?.url ?? null;
}

/** A studio that somebody serves, as far as can be told. */
export interface AnnouncedStudio {
  url: string;
  /** Whether whoever serves it gives its port to whoever announces a studio there. */
  standsIn: boolean;
  /** Whether it is one of this process. */
  isOwn: boolean;
}

/** The studio of a state folder; `undefined`: there is none. */
export function announcedStudio(stateDir: string): AnnouncedStudio | undefined {
  const there = read(join(stateDir, fileName));
  if (there === undefined || !isAlive(there.pid) || !isWebAddress(there.url)) return undefined;
  return { url: there.url, standsIn: there.standsIn === true, isOwn: there.pid === process.pid };
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

/** How long who stands in gets to give its port, in ms: it looks four times a second. */
const givenWithinMs = 3_000;

/**
 * Has whoever stands in at a port of this machine give it up, for a studio that is about to be served there.
 * Where nobody stands in there, nothing is done.
 */
export async function takeStudioPort(stateDir: string, port: number): Promise<void> {
  if (standInPort(stateDir) !== port) return;
  announceStudio(stateDir, `http://127.0.0.1:${port}`);
  const limit = performance.now() + givenWithinMs;
  while (performance.now() < limit && (await isOpen(port))) await sleep(20);
}

/** The port of who stands in, which is given to whoever wants it; `undefined`: nobody does. */
export function standInPort(stateDir: string): number | undefined {
  const there = announcedStudio(stateDir);
  return there?.standsIn ? portOf(there.url) : undefined;
}

/** The port of a studio on this machine; `undefined`: it is elsewhere. */
export function portOf(url: string): number | undefined {
  const { hostname, port } = new URL(url);
  return hostname === '127.0.0.1' && port !== '' ? Number(port) : undefined;
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
