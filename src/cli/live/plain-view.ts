import type { RunEvent } from '../../client/index.ts';
import { isWait, type RunProgress, type StepProgress } from '../../client/progress/index.ts';
import { onOneLine } from '../../core/visible.ts';
import { mapCounted } from './counted-items.ts';
import { Heard } from './heard.ts';
import { runStatus, stepStatus, waitsForAnswer } from './step-line.ts';
import { stepTitle } from '../../core/kinds/titles.ts';
import { ToldItems } from './told-items.ts';

/** Shows progress on stderr; `end` is told once whether the run has ended. */
export interface LiveView {
  show(progress: RunProgress): void;
  /** No more progress comes. */
  showNoMore(): void;
  hear(event: RunEvent): void;
  /** No more events come: what was being said when the last one did is not shown for ever. */
  hearNoMore(): void;
  end(ended: boolean): Promise<void>;
}

/** One line for each thing that happens: for logs and pipes. */
export function plainView(writeLine: (line: string) => void): LiveView {
  return new PlainView((line) => writeLine(onOneLine(line)));
}

class PlainView implements LiveView {
  readonly #write: (line: string) => void;
  /** The last line of each step, by its path. */
  readonly #said = new Map<string, string>();
  readonly #heard = new Heard();
  readonly #items = new ToldItems();
  #last: RunProgress | undefined;
  /** What was heard before anything was shown, which says what the steps are called; `null`: all is told. */
  #early: RunEvent[] | null = [];
  /** Whether the run had ended before: then its events say in which order its steps have. */
  #isOver = false;
  /** Whether events tell what an agent calls: they come behind its turns, which are then not told. */
  #hears = true;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  show(progress: RunProgress): void {
    this.#isOver ||= this.#last === undefined && progress.status !== 'running';
    this.#last = progress;
    if (!this.#isOver) this.#tellSteps();
    this.#tellEarly();
  }

  showNoMore(): void {
    this.#tellEarly();
  }

  hear(event: RunEvent): void {
    if (this.#early === null) this.#tell(event);
    else this.#early.push(event);
  }

  hearNoMore(): void {
    this.#hears = false;
    this.#tellEarly();
    this.#tellSteps();
  }

  async end(ended: boolean): Promise<void> {
    this.#tellEarly();
    if (!ended || this.#last === undefined) return;
    this.#tellSteps();
    this.#write(`${this.#last.status}: ${runStatus(this.#last, Date.now())}`);
  }

  #tellEarly(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const event of early) this.#tell(event);
  }

  #tell(event: RunEvent): void {
    const { type } = event;
    const path = type === 'items.counted' ? mapCounted(event.path) : event.path;
    const line = this.#heard.hear(event);
    if (line !== undefined && (asksOrAnswers(type) || this.#isTold(path)))
      this.#write(`${path === '' ? '' : `${titleOf(path, this.#last)}: `}${line}`);
    if (this.#isOver && (type === 'step.ended' || type === 'run.ended')) this.#tellSteps(path);
  }

  /** Of the items of a long list most are told by counts alone. */
  #isTold(path: string, hasFailed = false): boolean {
    return this.#items.isTold(path, this.#last?.spec ?? null, hasFailed);
  }

  /** @param only path of one of them; default: all */
  #tellSteps(only?: string): void {
    const progress = this.#last;
    for (const step of progress?.steps ?? []) {
      if (progress === undefined || (only !== undefined && step.path !== only)) continue;
      if (step.state === 'waiting' || !this.#isTold(step.path, step.state === 'failed')) continue;
      const line = lineOf(step, progress, this.#hears);
      if (line === undefined || this.#said.get(step.path) === line) continue;
      this.#said.set(step.path, line);
      this.#write(line);
    }
  }
}

/** Questions are told wherever they are asked. */
function asksOrAnswers(type: RunEvent['type']): boolean {
  return type === 'question.asked' || type === 'question.answered';
}

function titleOf(path: string, progress: RunProgress | undefined): string {
  return stepTitle(path, progress?.spec ?? null);
}

/** Without the time of a step that runs, as it would be another line each time. */
function lineOf(step: StepProgress, { spec }: RunProgress, hears: boolean): string | undefined {
  const who = step.path === '' ? step.agentName : stepTitle(step.path, spec);
  if (step.state === 'waiting') return undefined;
  if (step.state !== 'running') return `${who}: ${stepStatus(step, Date.now())}`;
  if (isWait(step)) return `${who}: ${waitsForAnswer}`;
  if (step.attempt !== undefined) {
    return `${who}: attempt ${step.attempt}, ${step.lastFailure ?? 'the one before failed'}`;
  }
  return step.turns > 0 && !hears ? `${who}: turn ${step.turns + 1}` : `${who}: started`;
}
