import { resolve } from 'node:path';
import { messageOf } from '../core/failures.ts';
import { configPath } from './config-file.ts';
import { type LocalOptions, type LocalPlan, planLocal } from './local-plan.ts';
import { ModuleSources } from './module-sources.ts';
import { type WatchedFiles, watchFiles } from './watch-files.ts';

/** What is watched, and what becomes of a change. */
export interface Watched {
  options: LocalOptions;
  /** What was planned with these options, and the files that were read for it. */
  plan: LocalPlan;
  sources: ModuleSources;
  /** Has new runs use what was loaded. */
  renew: (plan: LocalPlan) => Promise<void>;
  log: (line: string) => void;
}

/** An editor writes several files at once, and some of them twice. */
const settledAfterMs = 100;

/**
 * Loads the registered module and the configuration again whenever one of their files has changed. What
 * does not load is told and changes nothing.
 */
export class CodeWatch {
  readonly #watched: Watched;
  readonly #files: WatchedFiles;
  #sources: ModuleSources;
  #suffix: string;
  /** Changes so far: only what the last of them leads to is taken over. */
  #changes = 0;
  /** Whether the last change could not be loaded. */
  #isBroken = false;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<unknown> = Promise.resolve();

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#sources = watched.sources;
    this.#suffix = watched.plan.suffix;
    this.#files = watchFiles((file) => this.#changed(file));
    this.#files.set(this.#filesOf(watched.sources));
  }

  /** Ends once nothing is loaded any more. */
  async close(): Promise<void> {
    this.#changes += 1;
    clearTimeout(this.#timer);
    this.#files.close();
    await this.#working;
  }

  #changed(file: string): void {
    if (this.#sources.needsRestart(file)) return this.#watched.log(restart(file));
    const change = ++this.#changes;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#working = Promise.all([this.#working, this.#load(change)]);
    }, settledAfterMs).unref();
  }

  async #load(change: number): Promise<void> {
    const { options, log } = this.#watched;
    const read = new ModuleSources();
    try {
      const plan = await planLocal(options, read);
      if (change === this.#changes) await this.#take(plan, read);
    } catch (error) {
      if (change !== this.#changes) return; // a later one is being loaded
      this.#files.set([...new Set([...this.#filesOf(this.#sources), ...read.files])]);
      this.#isBroken = true;
      log(`${messageOf(error)}\nNot taken over: new runs use what was loaded before.`);
    }
  }

  async #take(plan: LocalPlan, sources: ModuleSources): Promise<void> {
    const { renew, log } = this.#watched;
    if (plan.suffix !== this.#suffix) {
      await renew(plan);
      this.#suffix = plan.suffix;
      log(
        'Loaded again: new runs use what has changed; open runs go on with what they began with.',
      );
    } else if (this.#isBroken) log('It loads again, as what new runs use already.');
    this.#isBroken = false;
    this.#sources = sources;
    this.#files.set(this.#filesOf(sources));
  }

  #filesOf(sources: ModuleSources): string[] {
    const { registryFile, configFile } = this.#watched.options;
    const named = [registryFile, configPath(configFile) ?? 'durable-agents.yaml'];
    const paths = named.flatMap((file) => (file === undefined ? [] : [resolve(file)]));
    return [...new Set([...paths, ...sources.files])];
  }
}

function restart(file: string): string {
  return `${file} has changed: it is JavaScript that a module imports, and a process loads that once. Start this command again to have it used, or make it TypeScript.`;
}
