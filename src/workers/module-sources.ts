import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { digest } from './digest.ts';

/** A path that a module imports from beside itself, as it is written there. */
const besideIt = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"]+)\1/g;

/**
 * The files of a registered module as they were read, so that a change of them can be told. Whoever is
 * given one loads the module anew; JavaScript that the module imports stays as it is in a process.
 */
export class ModuleSources {
  readonly #read = new Map<string, string>();
  readonly #kept = new Set<string>();
  /** What an import names and is not there: it may be written next, or `./x.js` stands for x.ts. */
  readonly #missing = new Set<string>();

  /** Told of each file that is evaluated anew. */
  add(file: string, text: string): void {
    this.#read.set(file, text);
    for (const [, , path = ''] of text.matchAll(besideIt)) {
      const imported = resolve(dirname(file), path);
      const text = textOf(imported);
      if (text === undefined) this.#missing.add(imported);
      else if (['.js', '.mjs', '.cjs'].includes(extname(imported))) this.#keep(imported, text);
    }
  }

  #keep(file: string, text: string): void {
    if (this.#read.has(file) || this.#kept.has(file)) return;
    this.#kept.add(file);
    const own = new ModuleSources();
    own.add(file, text);
    for (const other of own.#kept) this.#kept.add(other);
  }

  /** All files that make a difference, or would if they were there. */
  get files(): string[] {
    return [...this.#read.keys(), ...this.#kept, ...this.#missing];
  }

  /** Whether a changed file is used only by a process that starts after it. */
  needsRestart(file: string): boolean {
    return this.#kept.has(file);
  }

  /** The same for the same code, wherever it lies; `undefined`: there is none. */
  get digest(): string | undefined {
    if (this.#read.size === 0) return undefined;
    return digest(JSON.stringify([...this.#read.values()]));
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
