import type { RunHandle } from '../../../client/runs/run-handle.ts';
import { readCursor } from '../../../core/event-cursor.ts';
import type { WaitingQuestion } from '../../../core/questions/question.ts';
import { firstAbort } from '../../first-abort.ts';
import { orDue } from '../../or-due.ts';
import { Waiting } from '../../waiting.ts';
import { Progress } from './progress.ts';

/** How a run is followed. */
export interface FollowOptions {
  /** Cursor behind which things are new. */
  after: string;
  /** How long, in ms; `null`: to its end, or until it asks somebody. */
  waitMs: number | null;
  /** Told what happens, and from time to time what goes on. */
  tell: (line: string) => void;
  /** Ends it at once. */
  signal: AbortSignal;
}

/** What came of following a run. */
export interface Followed {
  is: 'ended' | 'waiting' | 'running';
  /** Those that wait for people now. */
  questions: WaitingQuestion[];
  /** What happened behind `after`, a line each: the last ones. */
  lines: string[];
  /** Behind the last of it. */
  cursor: string;
}

/** Clients take this for a sign of life: many give a call up after a minute of silence. */
const signMs = 5_000;
const longestLines = 100;

/** Follows a run until it ends, or waits for people and does nothing else, or the time is up. */
export async function follow(run: RunHandle, options: FollowOptions): Promise<Followed> {
  return await new Following(run, options).follow();
}

class Following {
  readonly #run: RunHandle;
  readonly #options: FollowOptions;
  readonly #newFrom: number;
  readonly #until: number;
  readonly #waiting = new Waiting();
  readonly #progress = new Progress();
  readonly #lines: string[] = [];
  #cursor: string;
  #signAt = performance.now() + signMs;

  constructor(run: RunHandle, options: FollowOptions) {
    this.#run = run;
    this.#options = options;
    this.#cursor = options.after;
    this.#newFrom = readCursor(options.after).seq + 1;
    this.#until = options.waitMs === null ? Infinity : performance.now() + options.waitMs;
  }

  async follow(): Promise<Followed> {
    const { signal, abort, release } = firstAbort([this.#options.signal]);
    try {
      // from the beginning: what was asked and who speaks may have been told long before
      for await (const event of orDue(this.#run.events({ signal }), () => this.#dueIn())) {
        if (event !== 'due') {
          this.#take(event);
          if (event.type === 'run.ended') return this.#come('ended');
          continue;
        }
        const questions = await this.#questions();
        if (questions.length > 0) return this.#come('waiting', questions);
        if (performance.now() >= this.#until) return this.#come('running');
        this.#sign();
      }
      return this.#come('running');
    } finally {
      abort();
      release();
    }
  }

  #dueIn(): number {
    const now = performance.now();
    const next = Math.min(this.#until, this.#signAt) - now;
    return Math.max(0, Math.min(this.#waiting.dueIn() ?? Infinity, next));
  }

  #take(event: Parameters<Progress['take']>[0]): void {
    this.#waiting.take(event);
    const line = this.#progress.take(event);
    if (event.seq < this.#newFrom) return;
    this.#cursor = event.cursor;
    if (line === null) return;
    this.#lines.push(line);
    if (this.#lines.length > longestLines) this.#lines.shift();
    this.#tell(line);
  }

  /** Those that wait, where it is time to look. */
  async #questions(): Promise<WaitingQuestion[]> {
    const dueIn = this.#waiting.dueIn();
    if (dueIn === null || dueIn > 0) return [];
    const questions = await this.#run.questions();
    if (questions.length === 0) this.#waiting.again();
    return questions;
  }

  #sign(): void {
    if (performance.now() >= this.#signAt) this.#tell(this.#progress.now);
  }

  #tell(line: string): void {
    this.#signAt = performance.now() + signMs;
    this.#options.tell(line);
  }

  #come(is: Followed['is'], questions: WaitingQuestion[] = []): Followed {
    return { is, questions, lines: this.#lines, cursor: this.#cursor };
  }
}
