import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import type { RunEvent } from '../../core/events.ts';
import type { MapItem } from '../../core/kinds/map/types.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import {
  type AnswerOptions,
  answerApproval,
  answerQuestion,
  type ApprovalOptions,
} from '../questions/answer-question.ts';
import { waitingQuestions } from '../questions/waiting-questions.ts';
import { fillResult } from './fill-result.ts';
import { locateRun } from '../progress/locate-run.ts';
import { resultWithId } from '../progress/part-of-run.ts';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import type { RunTurn, RunTurnTexts } from '../../core/run-turns.ts';
import {
  below,
  type EventsOptions,
  readEventsOptions,
  withListener,
} from '../events/events-options.ts';
import { hasEnded } from './run-look.ts';
import { eventsOfHistory } from '../events/history-events.ts';
import { eventsSoFar, type FollowedRun, followRun } from '../events/run-events.ts';
import { resultOfFailure } from './result-of-failure.ts';
import { presented } from '../../core/kinds/results.ts';
import { type ServerClient, webLink } from './server-client.ts';
import { type Returned, resultFrom } from '../../core/returned.ts';
import { isWithin, splitPath } from '../../core/step-path.ts';
import { type ItemsOptions, readItems, withItems } from './read-items.ts';
import { readTurns } from './read-turns.ts';
import { readStartedWith, type StartedWith } from './started-with.ts';
import { studioLinkOf } from './studio-url.ts';
import { untilStuck } from './stuck-run.ts';
import { unknownRun } from './unknown-run.ts';

/** Also of a step inside a run, `RUN/PATH`. */
const idSchema = z.string().min(1, 'it is empty');

const turnSchema = z.string();

/** A run that has been started. */
export class RunHandle<R = StepResult<string>> {
  readonly id: string;
  readonly #parts: ServerClient;

  /** @throws `Input.Invalid` for an id that is not a text, or is empty */
  constructor(parts: ServerClient, id: string) {
    this.#parts = parts;
    this.id = parseInput(idSchema, id, 'the id');
  }

  /** The run in Temporal's Web UI; `null` when its address is not known. */
  get url(): string | null {
    return webLink(this.#parts, this.id);
  }

  /** The run in the studio; `null` when none is known to be served. */
  get studio(): string | null {
    return studioLinkOf(this.#parts, this.id);
  }

  /**
   * Waits for the run to end; for a step inside another run, until that one ends. A run that failed
   * gives its result too, with `success: false`, its `error`, and whatever was finished.
   *
   * @throws `Input.Invalid` when there is no such run
   * @throws `Worker.Unconfigured` when its workflow fails again and again at one place, so that it never
   *   would end: the code that serves it has to be mended
   */
  async result(): Promise<R> {
    const wire = await this.#wireResult();
    return presented(await withItems(this.#parts, await fillResult(this.#parts, wire))) as R;
  }

  /**
   * Cancels the run, its children and their calls; `result()` then ends with `Run.Cancelled`. A run that
   * has ended stays as it is.
   *
   * @throws `Input.Invalid` when there is no such run, or it is a step inside another one
   */
  async cancel(): Promise<void> {
    const { temporal } = this.#parts;
    const cancelling = temporal.workflow.getHandle(this.id).cancel();
    await cancelling.catch(async (error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const { workflowId } = await locateRun(temporal, this.id);
      if (workflowId === this.id) return; // it has ended, and this server says so
      const message = `'${this.id}' is a step inside run '${workflowId}': cancel that`;
      throw invalidInput('the id', [{ path: '', message }]);
    });
  }

  /**
   * Answers the question of a person step in the run. The same answer again is a success.
   *
   * @param options.question id of the question: the step's path. Default: the one that waits
   * @param options.by who answers; default `null`
   * @returns id of the question
   * @throws `Input.Invalid` when no such question waits, somebody has given another answer, or it is
   *   none of the choices
   * @throws `Worker.Unconfigured` when no worker takes it within 20 s
   */
  async answer(answer: string, options: AnswerOptions = {}): Promise<string> {
    return await answerQuestion(this.#parts, this.id, answer, options);
  }

  /**
   * Allows a tool call that needs approval; it is made then. The same again is a success.
   *
   * @param options.question id of the question. Default: the one that waits
   * @param options.by who answers; default `null`
   * @param options.reason why; default `null`
   * @returns id of the question
   * @throws as `answer` does
   */
  async approve(options: ApprovalOptions = {}): Promise<string> {
    return await answerApproval(this.#parts, this.id, true, options);
  }

  /**
   * Denies a tool call that needs approval: it is not made, and the model is told so.
   *
   * @param options as of `approve`; the model is told the `reason`
   * @returns id of the question
   * @throws as `answer` does
   */
  async deny(options: ApprovalOptions = {}): Promise<string> {
    return await answerApproval(this.#parts, this.id, false, options);
  }

  /**
   * The questions that wait for people in the run now, the oldest first. No worker has to run.
   *
   * @throws `Input.Invalid` when there is no such run
   */
  async questions(): Promise<WaitingQuestion[]> {
    return await waitingQuestions(this.#parts.temporal, this.id);
  }

  /**
   * What happens in the run and its children, in one order that is the same for every follower: from
   * the beginning, or from behind `after`, until it ends; also of a run that has ended. For a step
   * inside another run, what happens there.
   *
   * @param options.after `cursor` or `seq` of the last event that was seen. Default: none was
   * @param options.signal ends it
   * @throws `Input.Invalid` when there is no such run, or for a cursor that is none; for a step that
   *   the run has ended without
   * @throws `Worker.Unconfigured` when nobody with access to the store answers
   */
  async *events(options: EventsOptions = {}): AsyncGenerator<RunEvent> {
    const { after, signal } = readEventsOptions(options);
    const [run = this.id, ...inside] = splitPath(this.id);
    const events = followRun(this.#parts, this.#followed(run), { after, signal });
    yield* below(inside.join('/'), withListener(signal, events), after);
  }

  /**
   * What has happened in the run and its children so far; nothing is waited for. Of a step inside another
   * run, what has happened in that run.
   *
   * @throws `Input.Invalid` when there is no such run
   * @throws `Worker.Unconfigured` when nobody with access to the store answers
   */
  async eventsSoFar(): Promise<RunEvent[]> {
    const [run = this.id] = splitPath(this.id);
    return await eventsSoFar(this.#parts, this.#followed(run));
  }

  #followed(run: string): FollowedRun {
    const whole = new RunHandle(this.#parts, run);
    const { temporal } = this.#parts;
    return {
      id: run,
      hasEnded: async () => await hasEnded(temporal, run),
      history: async () => await eventsOfHistory(temporal, run),
      result: async () => await whole.result(),
    };
  }

  /**
   * The turns of the run and its children so far, in the order in which they began: which model was asked
   * when, and what came of it. For a step inside another run, those of it and below.
   *
   * @throws `Input.Invalid` when there is no such run
   * @throws `Worker.Unconfigured` when nobody with access to the store answers
   */
  async turns(): Promise<RunTurn[]> {
    const [run = this.id, ...inside] = splitPath(this.id);
    const turns = (await readTurns(this.#parts, { run, turn: null })) as RunTurn[];
    if (turns.length === 0) await locateRun(this.#parts.temporal, run);
    const path = inside.join('/');
    return turns.filter((turn) => path === '' || isWithin(turn.path, path));
  }

  /**
   * A turn with the request as it was sent, without keys, and the reply as it came.
   *
   * @param turn its `turn` in the list: `PATH/NUMBER`
   * @throws `Input.Invalid` when there is no such run or turn
   * @throws `Worker.Unconfigured` when nobody with access to the store answers
   */
  async turn(turn: string): Promise<RunTurnTexts> {
    const [run = this.id] = splitPath(this.id);
    const wanted = { run, turn: parseInput(turnSchema, turn, 'the turn') };
    const found = (await readTurns(this.#parts, wanted)) as RunTurnTexts | null;
    if (found !== null) return found;
    await locateRun(this.#parts.temporal, run);
    const message = `run '${run}' has no turn '${turn}': its turns are listed by turns()`;
    throw invalidInput('the turn', [{ path: '', message }], 'unknownTurn');
  }

  /**
   * What the run was started with; of a step inside another run, what that was. No worker has to run.
   *
   * @throws `Input.Invalid` when there is no such run
   */
  async startedWith(): Promise<StartedWith> {
    const [run = this.id] = splitPath(this.id);
    return await readStartedWith(this.#parts, run);
  }

  /**
   * The items of a map, in order, with what came of each so far; of a map inside another run by the handle
   * of `RUN/PATH`. They are read page by page.
   *
   * @param options.after only those behind this index. Default 0: all
   * @param options.state only the `pending`, `succeeded` or `failed` ones. Default: all
   * @param options.limit so many at most. Default: all
   * @throws `Input.Invalid` for an option that is none
   * @throws `Worker.Unconfigured` when nobody with access to the store answers
   */
  items(options: ItemsOptions = {}): AsyncGenerator<MapItem<string>> {
    return readItems(this.#parts, this.id, options);
  }

  async #wireResult(): Promise<StepResult> {
    const { temporal } = this.#parts;
    try {
      return await resultOfWorkflow(temporal, this.id);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const { workflowId } = await locateRun(temporal, this.id);
      const whole = await resultOfWorkflow(temporal, workflowId);
      const own = resultWithId(whole, this.id);
      if (own === null) throw unknownRun(this.id);
      return own;
    }
  }
}

async function resultOfWorkflow(temporal: Client, id: string): Promise<StepResult> {
  const over = new AbortController();
  const stuck = untilStuck(temporal, id, over.signal);
  stuck.catch(() => undefined); // it ends with the wait
  try {
    const result = temporal.workflow.getHandle(id).result();
    return resultFrom((await Promise.race([result, stuck])) as Returned);
  } catch (error) {
    return await resultOfFailure(temporal, id, error);
  } finally {
    over.abort();
  }
}
