import {
  CancellationScope,
  condition,
  defineSignal,
  defineUpdate,
  log,
  setHandler,
  upsertMemo,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { HandlerUnfinishedPolicy } from '@temporalio/common';
import { Failure, failure } from '../../core/failures.ts';
import {
  type Answered,
  type AnsweredEarlier,
  answerProblem,
  type GivenAnswer,
  noQuestion,
  readAnswer,
} from '../../core/questions/answers.ts';
import { listedQuestion, openQuestionsMemo, shortened } from '../../core/questions/listed.ts';
import type { AskedAt, OpenQuestion, Question } from '../../core/questions/question.ts';
import { waitingAttribute } from '../../core/search-attributes.ts';
import { WarningType } from '../../core/warnings.ts';
import { effects } from './activities.ts';
import type { Host } from './host.ts';
import { passAnswerOn } from './pass-answer-on.ts';

const signalled = defineSignal<[unknown]>('answer');
const updated = defineUpdate<string, [unknown]>('answer');

/** The workflow that asks, and the run it belongs to. */
export interface Asker {
  /** Workflow id of the outermost run. */
  run: string;
  /** Its own workflow id. */
  workflow: string;
  /** Whether the cluster knows our search attributes; `null`: it has to be asked. */
  searchable: boolean | null;
  /** What was answered before the workflow continued as new. */
  earlier: readonly AnsweredEarlier[];
}

type Telling = Pick<Host, 'tell' | 'flush'>;

/** A question that was asked, as far as its answer is judged by it. */
interface Judged extends Pick<Question, 'choices' | 'approval'> {
  id: string;
  answered: Answered | null;
}

interface Asked extends Question, Judged {
  path: string;
  listed: OpenQuestion;
}

/** An answer that can be taken, and what it answers. */
interface Accepted {
  given: GivenAnswer;
  asked: Judged;
}

/** Answered questions that are remembered, so that who answers late learns of it. */
const rememberedAtMost = 500;

/** Of those, how many are passed on where a workflow continues as new, and characters of each answer. */
const passedOn = { questions: 100, characters: 2_000 } as const;

/**
 * The questions of one workflow, open and answered: whoever answers sends it a signal or an update
 * `answer`. The first answer counts. A wrong update is refused, a wrong signal told: neither changes
 * anything.
 */
export class Questions {
  readonly #asker: Asker;
  readonly #host: Telling;
  readonly #asked = new Map<string, Asked>();
  /** Answered before the workflow continued as new. */
  readonly #earlier: ReadonlyMap<string, Judged>;
  #isShown = true;
  #passing: Promise<unknown> = Promise.resolve();
  /** Whether how many questions wait is written where runs are searched by it. */
  #searchable: Promise<boolean> | undefined;

  private constructor(asker: Asker, host: Telling) {
    this.#asker = asker;
    if (asker.searchable !== null) this.#searchable = Promise.resolve(asker.searchable);
    this.#host = host;
    const over = { choices: [], approval: null };
    this.#earlier = new Map(asker.earlier.map((each) => [each.id, { ...over, ...each }]));
    this.#listen();
  }

  /** Those of this workflow, however many hosts it has: it listens from the first time on. */
  static of(asker: Asker, host: Telling): Questions {
    const workflow = outermostScope();
    const questions = ofWorkflow.get(workflow) ?? new Questions(asker, host);
    ofWorkflow.set(workflow, questions);
    return questions;
  }

  /** Asks whoever follows the run, and waits for the first answer that is one. */
  async ask(at: AskedAt, question: Question, host: Telling): Promise<Answered> {
    const asked = this.#open(at, question);
    const { id, path } = asked;
    const answerTo = this.#asker.workflow;
    const { deadline } = asked.listed;
    const { choices, assignee, approval } = question;
    const told = { id, question: question.question, choices, deadline, answerTo };
    host.tell(path, { type: 'question.asked', ...told, assignee, approval }, `asked/${id}`);
    const telling = this.#tellSomebody(asked.listed);
    try {
      // who hears of the question finds it where it is listed
      await host.flush({ behind: 'commands' });
      await condition(() => asked.answered !== null, question.timeoutMs);
      asked.answered ??= unanswered(question.default);
    } finally {
      telling.cancel();
      // who was cancelled has no answer, and takes none any more
      asked.answered ??= unanswered(null);
      this.#show();
    }
    const { answer, approved, reason, by, means } = asked.answered;
    const how = { id, answer, approved, reason, by, means };
    host.tell(path, { type: 'question.answered', ...how }, `answered/${id}`);
    return asked.answered;
  }

  /** What is answered, for the workflow that goes on as a new one. */
  answered(): AnsweredEarlier[] {
    const all = [...this.#earlier.values(), ...this.#asked.values()];
    return all
      .flatMap(({ id, answered }) => (answered === null ? [] : [{ id, answered }]))
      .filter(({ answered }) => JSON.stringify(answered).length <= passedOn.characters)
      .slice(-passedOn.questions);
  }

  #open({ path, id: wanted }: AskedAt, question: Question): Asked {
    let id = wanted;
    for (let again = 2; this.#find(id) !== undefined; again += 1) id = `${wanted}#${again}`;
    const listed = listedQuestion(id, question, Date.now());
    const asked = { ...question, id, path, listed, answered: null };
    this.#asked.set(id, asked);
    this.#forget();
    this.#show();
    return asked;
  }

  #forget(): void {
    for (const [id, { answered }] of this.#asked) {
      if (this.#asked.size <= rememberedAtMost) return;
      if (answered !== null) this.#asked.delete(id);
    }
  }

  /** Has the registered function tell somebody; what comes of it changes nothing. */
  #tellSomebody(listed: OpenQuestion): CancellationScope {
    const scope = new CancellationScope();
    const { run, workflow } = this.#asker;
    scope
      .run(() => effects.tellQuestion({ ...listed, run, answerTo: workflow }))
      .catch((error: unknown) => {
        if (!scope.consideredCancelled) log.warn('nobody could be told of a question', { error });
      });
    return scope;
  }

  /** Writes down what waits where everybody can list it: once, however much has changed. */
  #show(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    void this.#showNext();
  }

  async #showNext(): Promise<void> {
    await Promise.resolve(); // other questions of the same moment
    this.#isShown = true;
    const listed = () => this.#waiting().map((asked) => asked.listed);
    const open = shortened(listed());
    upsertMemo({ [openQuestionsMemo]: open.length === 0 ? null : open });
    this.#searchable ??= effects.knowsWaiting().catch(() => false);
    if (!(await this.#searchable)) return;
    upsertSearchAttributes([{ key: waitingAttribute, value: listed().length }]);
  }

  #find(id: string): Judged | undefined {
    return this.#asked.get(id) ?? this.#earlier.get(id);
  }

  #waiting(): Asked[] {
    return [...this.#asked.values()].filter(({ answered }) => answered === null);
  }

  #listen(): void {
    const unfinishedPolicy = HandlerUnfinishedPolicy.ABANDON;
    setHandler(updated, (sent) => this.#take(this.#read(sent), 'update'), {
      validator: (sent) => void this.#read(sent),
      unfinishedPolicy,
    });
    setHandler(signalled, async (sent) => await this.#signalled(sent), { unfinishedPolicy });
  }

  async #signalled(sent: unknown): Promise<void> {
    const problem = await this.#takeOrPassOn(sent);
    if (problem === null) return;
    this.#host.tell('', {
      type: 'warning',
      warning: WarningType.answerRefused,
      message: `an answer by signal was not taken: ${problem}`,
    });
    log.warn('an answer by signal was not taken', { problem });
    await this.#host.flush();
  }

  async #takeOrPassOn(sent: unknown): Promise<string | null> {
    const given = readAnswer(sent);
    if (typeof given === 'string') return given;
    const { run, workflow } = this.#asker;
    const isElsewhere = given.question !== null && this.#find(given.question) === undefined;
    if (isElsewhere && run === workflow) return await this.#passOn(given);
    const judged = this.#judge(given);
    if (typeof judged === 'string') return judged;
    this.#take(judged, 'signal');
    return null;
  }

  /** One after another: two that are passed on at once could change places. */
  async #passOn(given: GivenAnswer): Promise<string | null> {
    const passing = this.#passing.then(() => passAnswerOn(signalled, given, this.#asker.run));
    this.#passing = passing;
    return await passing;
  }

  /** @throws `Input.Invalid` where an answer is not taken */
  #read(sent: unknown): Accepted {
    const given = readAnswer(sent);
    const judged = typeof given === 'string' ? given : this.#judge(given);
    if (typeof judged === 'string') throw failure(Failure.inputInvalid, judged);
    return judged;
  }

  /** An answer together with its question; a text says why it is not taken. */
  #judge(given: GivenAnswer): Accepted | string {
    const asked = this.#meant(given);
    if (typeof asked === 'string') return asked;
    return answerProblem(given, asked, asked.answered) ?? { given, asked };
  }

  /** The question of an answer; a text says why there is none. */
  #meant({ question }: GivenAnswer): Judged | string {
    if (question !== null) return this.#find(question) ?? noQuestion(question);
    // A signal may come twice: where there were others before, it could be meant for one of those.
    const [only, ...others] = [...this.#earlier.values(), ...this.#asked.values()];
    if (only !== undefined && others.length === 0) return only;
    if (only === undefined) return 'an answer to this run has to name its question';
    const ids = this.#waiting().map(({ id }) => `'${id}'`);
    const which =
      ids.length === 0 ? '' : `; there ${ids.length === 1 ? 'waits' : 'wait'} ${ids.join(', ')}`;
    return `several questions were asked here: an answer has to name its own${which}`;
  }

  #take({ given, asked }: Accepted, means: 'signal' | 'update'): string {
    const { answer, approve: approved, reason, by } = given;
    asked.answered ??= { answer, approved, reason, by, means, at: new Date().toISOString() };
    return asked.id;
  }
}

const ofWorkflow = new WeakMap<CancellationScope, Questions>();

/** One and the same for all that a workflow does. */
function outermostScope(): CancellationScope {
  let scope = CancellationScope.current();
  while (scope.parent !== undefined) scope = scope.parent;
  return scope;
}

function unanswered(fallback: string | null): Answered {
  const means = fallback === null ? 'timeout' : 'default';
  const at = new Date().toISOString();
  return { answer: fallback, approved: null, reason: null, by: null, at, means };
}
