import type { RunEvent } from '../../client/index.ts';
import { countOf, excerpt } from '../../core/amounts.ts';
import { eventLine } from '../../core/kinds/event-line.ts';
import { type Analysis, analysisParts } from '../../core/kinds/debate/conclusion.ts';
import { taskElement } from '../../core/kinds/supervisor/paths.ts';
import type { Plan, Split } from '../../core/kinds/supervisor/plan.ts';
import type { Verification } from '../../core/kinds/supervisor/verification.ts';
import { showMs } from '../../core/durations.ts';
import { joinPath, pathsAround } from '../../core/step-path.ts';
import { endOf } from '../../core/unicode.ts';
import { Calling } from './calling.ts';
import { CountedItems } from './counted-items.ts';
import { howToAnswer, questionLine } from '../render/question.ts';

/** Of what is being said only the end is shown. */
const keptCharacters = 2_000;

/** What the events of a run tell that its histories do not. */
export class Heard {
  /** What is being said now, by step path: its end. */
  readonly #speaking = new Map<string, string>();
  /** Calls that are being written now, by step path. */
  readonly #calling = new Map<string, Calling>();
  /** Tools that run, by step path and call. */
  readonly #tools = new Map<string, Map<string, string>>();
  readonly #plans = new Map<string, Plan>();
  /** What verifiers have said of tasks, by step path of their supervisors. */
  readonly #verdicts = new Map<string, readonly Verification[]>();
  /** What the kinds tell of how they get on, by step path: how the rounds of debates ended. */
  readonly #notes = new Map<string, string[]>();
  /** What is asked of people and waits, by question id. */
  readonly #questions = new Map<string, QuestionAsked>();
  readonly #counted = new CountedItems();
  /** Tasks that are done, by step path. */
  readonly #done = new Set<string>();

  /** Takes an event, and gives the line that tells it where nothing is written anew. */
  hear(event: RunEvent): string | undefined {
    const { path } = event;
    switch (event.type) {
      case 'text.delta':
        this.#speak(path, event.text);
        return undefined;
      case 'tool.delta':
        this.#callingAt(path).hear(event);
        return undefined;
      case 'turn.started':
      case 'turn.retried':
      case 'turn.ended':
        this.#endSpoken(path);
        return undefined;
      case 'step.ended':
        if (this.#plans.has(pathsAround(path)[0] ?? '')) this.#done.add(path);
        return undefined;
      case 'items.counted':
        return this.#counted.hear(path, event);
      case 'tool.called':
        this.#toolsAt(path).set(event.id, event.name);
        return `calls ${event.name} ${excerpt(event.args, 60)}`;
      case 'tool.ended':
        this.#endTool(path, event.id);
        return `${event.name}: ${excerpt(event.error ?? event.result ?? '', 60)}`;
      case 'check.made':
        return checkLine(event);
      case 'plan.made':
        this.#plans.set(path, event.plan);
        return planLine(event.plan);
      case 'verification.made':
        this.#verdicts.set(path, [...(this.#verdicts.get(path) ?? []), ...event.verifications]);
        return verdictsLine(event.verifications);
      case 'vote.cast':
        return `${event.agent} votes ${event.option}: ${excerpt(event.why, 60)}`;
      case 'analysis.made':
        return `analysis: ${analysisLine(event.analysis)}`;
      case 'round.ended':
        return this.#note(path, roundLine(event));
      case 'question.asked':
        return this.#asked(event);
      case 'question.answered':
        this.#questions.delete(event.id);
        return answerLine(event);
      case 'warning':
        return `${event.warning}: ${event.message}`;
      default:
        return this.#note(path, eventLine(event));
    }
  }

  /** Forgets what is being said and which tools run: that would be told no more when it ends. */
  forgetSpoken(): void {
    this.#speaking.clear();
    this.#calling.clear();
    this.#tools.clear();
  }

  /** What is being said at a step, its end, on one line; `undefined`: nothing. */
  spokenAt(path: string): string | undefined {
    return this.#speaking.get(path)?.replaceAll(/\s+/g, ' ').trim();
  }

  /** The tool call that is being written at a step, on one line; `undefined`: none. */
  callAt(path: string): string | undefined {
    return this.#calling.get(path)?.line();
  }

  /** Names of the tools that a step waits for. */
  toolsOf(path: string): string[] {
    return [...(this.#tools.get(path)?.values() ?? [])];
  }

  /** The plan of a supervisor as a checklist, the votes of a debate, the counts of a map. */
  notesAt(path: string): string[] {
    const plan = this.#plans.get(path);
    const tasks = (plan?.tasks ?? []).map((task) => {
      const isDone = this.#done.has(joinPath(path, taskElement(plan?.version ?? 0, task)));
      const verdict = this.#verdicts
        .get(path)
        ?.findLast(({ taskId, iteration }) => taskId === task.id && iteration === plan?.version);
      const said = verdict === undefined ? '' : ` · ${verdictWords(verdict)}`;
      return `${isDone ? '☑' : '☐'} ${task.id} ${task.workerName}: ${excerpt(task.task, 80)}${said}`;
    });
    const unsplit = plan?.split?.worthIt === false ? [unsplitWords(plan.split)] : [];
    const counts = this.#counted.line(path);
    const counted = counts === undefined ? [] : [counts];
    return [...unsplit, ...tasks, ...counted, ...(this.#notes.get(path) ?? [])];
  }

  /** The questions that wait for people, for how long yet, and how to answer each. */
  questions(now: number): { asks: string; how: string }[] {
    return [...this.#questions.values()].map((event) => ({
      asks: `asks${leftOf(event, now)}: ${questionLine(event)}`,
      how: howToAnswer(event),
    }));
  }

  #note(path: string, line: string | undefined): string | undefined {
    if (line !== undefined) this.#notes.set(path, [...(this.#notes.get(path) ?? []), line]);
    return line;
  }

  #asked(event: QuestionAsked): string {
    this.#questions.set(event.id, event);
    return `asks: ${questionLine(event)} · ${howToAnswer(event)}`;
  }

  #speak(path: string, text: string): void {
    this.#speaking.set(path, endOf((this.#speaking.get(path) ?? '') + text, keptCharacters));
  }

  #endSpoken(path: string): void {
    this.#speaking.delete(path);
    this.#calling.delete(path);
  }

  #endTool(path: string, id: string): void {
    this.#toolsAt(path).delete(id);
    if (this.toolsOf(path).length === 0) this.#tools.delete(path);
  }

  #callingAt(path: string): Calling {
    const calling = this.#calling.get(path) ?? new Calling();
    this.#calling.set(path, calling);
    return calling;
  }

  #toolsAt(path: string): Map<string, string> {
    const tools = this.#tools.get(path) ?? new Map<string, string>();
    this.#tools.set(path, tools);
    return tools;
  }
}

type QuestionAsked = Extract<RunEvent, { type: 'question.asked' }>;
type QuestionAnswered = Extract<RunEvent, { type: 'question.answered' }>;

function leftOf({ deadline }: QuestionAsked, now: number): string {
  if (deadline === null) return '';
  return ` (${showMs(Math.max(0, Date.parse(deadline) - now))} left)`;
}

function answerLine({ answer, approved, reason, by, means }: QuestionAnswered): string {
  const who = by ?? (means === 'update' || means === 'signal' ? 'somebody' : means);
  if (approved !== null) {
    const why = reason === null ? '' : `: ${excerpt(reason, 60)}`;
    return `${who} ${approved ? 'approves' : 'denies'}${why}`;
  }
  return answer === null ? 'nobody answered in time' : `${who} answers ${excerpt(answer, 60)}`;
}

type CheckMade = Extract<RunEvent, { type: 'check.made' }>;

/** What passes goes on, and is told with what comes next. */
function checkLine({ name, when, decision, reason, tool }: CheckMade): string | undefined {
  if (decision === 'pass') return undefined;
  const about = tool === null ? '' : ` of ${tool}`;
  const why = reason === null ? '' : `: ${excerpt(reason, 60)}`;
  return `check ${name} (${when}${about}): ${decision}${why}`;
}

function planLine({ version, tasks, split }: Plan): string {
  const unsplit = split?.worthIt === false ? `, ${unsplitWords(split)}` : '';
  return `plan ${version}: ${countOf(tasks.length, 'task')}${unsplit}`;
}

function unsplitWords({ reason }: Split): string {
  return `not worth splitting${reason.trim() === '' ? '' : `: ${excerpt(reason, 60)}`}`;
}

function verdictWords({ ok, reason }: Verification): string {
  return ok ? 'verified' : `not verified: ${excerpt(reason, 60)}`;
}

function verdictsLine(verifications: readonly Verification[]): string {
  return verifications.map((each) => `${each.taskId} ${verdictWords(each)}`).join(' · ');
}

function analysisLine(analysis: Analysis): string {
  const counts = analysisParts.map(
    ([part, title]) => `${title.toLowerCase()} ${analysis[part].length}`,
  );
  return counts.join(', ');
}

type RoundEnded = Extract<RunEvent, { type: 'round.ended' }>;

function roundLine({ round, tally, consensus }: RoundEnded): string {
  const title = round === 0 ? 'initial positions' : `round ${round}`;
  const lines = tally.map(({ id, votes, position }) => `${id} ${votes} (${excerpt(position, 30)})`);
  return `${title}: ${lines.join(', ')}${consensus ? ' · consensus' : ''}`;
}
