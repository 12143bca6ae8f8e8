import { countOf, showCost } from '../amounts.ts';
import type { Text } from '../content.ts';
import { showMs } from '../durations.ts';
import type { EventBody } from '../events.ts';
import type { StepResult } from '../kinds/step.ts';
import { readElement, taskElement } from '../kinds/supervisor/paths.ts';
import type { Plan, PlanTask, Split } from '../kinds/supervisor/plan.ts';
import type { Review } from '../kinds/supervisor/review.ts';
import type { Verification } from '../kinds/supervisor/verification.ts';
import { joinPath, pathInside } from '../step-path.ts';
import { inline, short } from './markdown.ts';
import type { Section } from './section.ts';

/** Tasks, earlier plans and characters of a task that are shown at most. */
const most = { tasks: 25, plans: 8, characters: 100 } as const;

interface Task {
  id: string;
  workerName: string;
  /** Who does what. */
  words: string;
  state: 'open' | 'atWork' | 'done' | 'failed';
  /** How it went. */
  note: string;
  /** What a verifier says of its result; '': nothing yet. */
  verdict: string;
}

// signs, as earlier programs have no boxes in lists
const signs = { open: '☐', atWork: '☐', done: '☑', failed: '☒' } as const;

/** The plan of a supervisor as a checklist, ticked off as it goes, and what the last review says. */
export class PlanChecklist implements Section {
  readonly #path: string;
  readonly #title: string;
  #version = 0;
  #tasks = new Map<string, Task>();
  #earlier: string[] = [];
  #review: string | null = null;
  /** Why it was not worth splitting; `null`: it was, or nobody has asked. */
  #unsplit: string | null = null;

  /**
   * @param path of the supervisor
   * @param title what it is called; `''`: it is the run itself
   */
  constructor(path: string, title: string) {
    this.#path = path;
    this.#title = title;
  }

  hear(event: EventBody<Text>, path: string): boolean {
    switch (event.type) {
      case 'plan.made':
        return path === this.#path && this.#begin(event.plan);
      case 'review.made':
        if (path !== this.#path) return false;
        this.#review = wordsOf(event.review);
        return true;
      case 'verification.made':
        return path === this.#path && this.#judge(event.verifications);
      case 'step.started':
        return this.#set(path, 'atWork', 'at work');
      default:
        return false;
    }
  }

  ended({ success, error, totalDurationMs, totalCost }: StepResult, path: string): void {
    const how = success ? '' : `${inline(error?.type ?? 'failed')} · `;
    const note = `${how}${showMs(totalDurationMs)} · ${inline(showCost(totalCost))}`;
    const isAgain = this.#isAgain(path);
    this.#set(path, success || isAgain ? 'done' : 'failed', note); // what was there before stays
    if (success && isAgain) Object.assign(this.#taskAt(path) ?? {}, { verdict: '' });
  }

  lines(): string[] {
    const tasks = [...this.#tasks.values()];
    const shown = tasks.slice(0, most.tasks).map(lineOf);
    const more = tasks.length - shown.length;
    return [
      `### Plan ${this.#version}${this.#title === '' ? '' : ` of ${this.#title}`}: ${this.#progress()}`,
      '',
      ...(this.#unsplit === null ? [] : [this.#unsplit, '']),
      ...shown,
      ...(more > 0 ? [`- and ${countOf(more, 'task')} more`] : []),
      ...(this.#review === null ? [] : ['', this.#review]),
      ...(this.#earlier.length === 0 ? [] : ['', `Before it: ${this.#earlier.join('; ')}.`]),
    ];
  }

  #begin({ version, tasks, split }: Plan): true {
    if (this.#version > 0)
      this.#earlier = [...this.#earlier, `plan ${this.#version}, ${this.#progress()}`].slice(
        -most.plans,
      );
    this.#version = version;
    this.#review = null;
    this.#unsplit = split?.worthIt === false ? unsplitWords(split) : null;
    this.#tasks = new Map(
      tasks.map((task) => [joinPath(this.#path, taskElement(version, task)), taskOf(task)]),
    );
    return true;
  }

  #set(path: string, state: Task['state'], note: string): boolean {
    const task = this.#taskAt(path);
    if (task === undefined) return false;
    Object.assign(task, { state, note });
    return true;
  }

  /** Of the version that is shown. */
  #judge(verifications: readonly Verification[]): boolean {
    const own = verifications.filter(({ iteration }) => iteration === this.#version);
    for (const task of this.#tasks.values()) {
      const verdict = own.find(({ taskId }) => taskId === task.id);
      if (verdict !== undefined) task.verdict = verdictOf(verdict);
    }
    return own.length > 0;
  }

  /** A task that is done again keeps its line. */
  #taskAt(path: string): Task | undefined {
    const read = this.#read(path);
    if (read?.is !== 'task') return undefined;
    return this.#tasks.get(joinPath(this.#path, taskElement(Number(read.version), read)));
  }

  #isAgain(path: string): boolean {
    const read = this.#read(path);
    return read?.is === 'task' && read.attempt > 1;
  }

  #read(path: string): ReturnType<typeof readElement> {
    const workers = [...this.#tasks.values()].map(({ workerName }) => workerName);
    const element = pathInside(path, this.#path);
    return element === null ? null : readElement(element, workers);
  }

  #progress(): string {
    const tasks = [...this.#tasks.values()];
    const done = tasks.filter(({ state }) => state === 'done').length;
    return `${done} of ${countOf(tasks.length, 'task')} done`;
  }
}

function taskOf({ id, workerName, task }: PlanTask): Task {
  const words = `**${short(workerName)}**: ${short(task, most.characters)}`;
  return { id, workerName, words, state: 'open', note: '', verdict: '' };
}

function lineOf({ words, state, note, verdict }: Task): string {
  const about = [note, verdict].filter((each) => each !== '').map((each) => ` · ${each}`);
  return `- ${signs[state]} ${words}${about.join('')}`;
}

function verdictOf({ ok, reason }: Verification): string {
  return ok ? 'verified' : `**not verified**: ${short(reason, most.characters)}`;
}

function unsplitWords({ reason }: Split): string {
  return `Not worth splitting${reason.trim() === '' ? '' : `: ${short(reason, 300)}`}`;
}

function wordsOf({ satisfied, missing }: Review): string {
  const verdict = satisfied.answer ? 'satisfied' : 'not satisfied yet';
  const lacking = missing.answer.trim() === '' ? '' : ` Missing: ${missing.answer}`;
  return `Last review: ${verdict}. ${short(`${satisfied.reason}${lacking}`, 300)}`;
}
