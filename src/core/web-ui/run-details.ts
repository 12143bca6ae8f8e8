import { countOf, showCost } from '../amounts.ts';
import type { Text } from '../content.ts';
import type { EventBody } from '../events.ts';
import type { Step, StepResult } from '../kinds/step.ts';
import { stepTitle } from '../kinds/titles.ts';
import type { ModelReply } from '../model-call.ts';
import { DebateRounds } from './debate-rounds.ts';
import { firstOf } from './first-of.ts';
import { inline, short } from './markdown.ts';
import { LastReplies } from './last-replies.ts';
import { OpenQuestions } from './open-questions.ts';
import { PlanChecklist } from './plan-checklist.ts';
import { endingLines, endLine } from './run-end.ts';
import type { Section } from './section.ts';
import { SpentSoFar, type StepsSoFar } from './spent-so-far.ts';
import { LastSteps } from './last-steps.ts';
import { WarningList } from './warning-list.ts';

/** Plans and debates that are shown at most, the last ones; a large parallel may have hundreds. */
const partsAtMost = 4;

/** Steps under way that are named. */
const namedAtMost = 4;

/**
 * Characters at most, as the Web UI puts them into an address; what stands first is kept.
 */
const longest = 8_000;

/** Which events begin a part that shows how a pattern goes. */
const parts: Partial<Record<EventBody['type'], (path: string, title: string) => Section>> = {
  'plan.made': (path, title) => new PlanChecklist(path, title),
  'vote.cast': (path, title) => new DebateRounds(path, title),
  'round.ended': (path, title) => new DebateRounds(path, title),
};

/**
 * How a run goes, as the Markdown that the Web UI shows: what it comes to, plans as checklists, votes,
 * questions, and the steps that have ended. It costs the same at each step, however many there were.
 */
export class RunDetails {
  readonly #spec: Step | null;
  readonly #parts = new Map<string, Section>();
  readonly #questions = new OpenQuestions();
  readonly #steps = new LastSteps((path) => this.#titleOf(path));
  readonly #warnings = new WarningList((path) => this.#titleOf(path));
  readonly #spent: SpentSoFar;
  readonly #replies = new LastReplies();
  readonly #atWork = new Set<string>();
  #isSimulated = false;
  #end: StepResult | null = null;

  /**
   * @param spec of the workflow's step; `null`: of a user's own workflow
   * @param before where it goes on with a run
   */
  constructor(spec: Step | null, before?: StepsSoFar) {
    this.#spec = spec;
    this.#spent = new SpentSoFar(before);
  }

  /** Takes what has happened at a path inside the workflow; whether something of it is shown. */
  hear(event: EventBody<Text>, path: string): boolean {
    const isBegun = event.type === 'step.started' && path !== '';
    if (isBegun) this.#atWork.add(path);
    this.#addPart(event, path);
    const heard = this.#sections().map((section) => section.hear?.(event, path) ?? false);
    return isBegun || event.type === 'run.started' || heard.includes(true);
  }

  /** Takes what a model has said. */
  said(reply: Pick<ModelReply, 'message' | 'content'>): void {
    this.#replies.add(reply);
  }

  /** Takes a step that has ended, or the run itself, whose path is empty; whether that is shown. */
  add(result: StepResult, path: string): boolean {
    this.#isSimulated ||= result.simulated;
    this.#warnings.ended(result, path);
    if (path === '') {
      this.#end = result;
      return true;
    }
    this.#atWork.delete(path);
    this.#spent.ended(result, path);
    for (const section of this.#sections()) section.ended?.(result, path);
    return true;
  }

  /** For the run that this one continues as. */
  get soFar(): StepsSoFar {
    return this.#spent.so;
  }

  toString(): string {
    const sections = this.#sections().map((section) => section.lines());
    const first = [...this.#state(), ...this.#told()];
    const [steps = [], ...before] = sections.toReversed();
    const texts = [first, this.#ending(), ...before.toReversed(), this.#warnings.lines(), steps];
    return fitting(texts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')));
  }

  /** In the order in which they are shown. */
  #sections(): Section[] {
    return [this.#questions, ...this.#parts.values(), this.#steps];
  }

  #addPart(event: EventBody<Text>, path: string): void {
    const make = parts[event.type];
    if (make === undefined || this.#parts.has(path)) return;
    this.#parts.set(path, make(path, path === '' ? '' : short(this.#titleOf(path))));
    if (this.#parts.size <= partsAtMost) return;
    const [oldest = ''] = this.#parts.keys();
    this.#parts.delete(oldest);
  }

  #state(): string[] {
    const { done, failed: without, cost: total, isUnknown } = this.#spent.so;
    const failed = without === 0 ? '' : `, ${without} failed`;
    if (this.#end !== null) {
      const steps = countOf(done + without, 'step');
      return [endLine(this.#end, `${steps}${failed}`)];
    }
    const ended = `${countOf(done, 'step')} done${failed}`;
    const cost = `${isUnknown ? 'at least ' : ''}${inline(showCost(total))} so far`;
    const names = firstOf(this.#atWork, namedAtMost).map((path) => this.#titleOf(path));
    const more = this.#atWork.size - names.length;
    const atWork = names.map((name) => short(name, 80)).join(', ');
    return [
      `**Running** · ${ended} · ${cost}`,
      ...(atWork === '' ? [] : ['', `At work: ${atWork}${more > 0 ? ` and ${more} more` : ''}`]),
    ];
  }

  #ending(): string[] {
    if (this.#end === null) return [];
    const { content } = this.#end;
    return endingLines(this.#end, content === null ? null : this.#replies.read(content));
  }

  #told(): string[] {
    return this.#isSimulated
      ? ['', 'Replies and costs are **simulated**: no provider was asked.']
      : [];
  }

  #titleOf(path: string): string {
    return path === '' ? (this.#spec?.name ?? '') : stepTitle(path, this.#spec);
  }
}

/** As many of the texts as there is room for: one that is cut would no longer be Markdown. */
function fitting(texts: readonly string[]): string {
  let left = longest;
  const shown = texts.filter((text) => {
    if (text.length > left) return false;
    left -= text.length + 2;
    return true;
  });
  return shown.join('\n\n');
}
