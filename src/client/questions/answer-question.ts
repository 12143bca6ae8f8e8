import {
  type Client,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { z } from 'zod';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { invalidInput, parseInput, type RefusalReason } from '../../core/parse-input.ts';
import {
  answerProblem,
  type GivenAnswer,
  isSame,
  noQuestion,
  readAnswer,
  tooLate,
} from '../../core/questions/answers.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import { askedBelow } from '../../core/questions/listed.ts';
import { retryUntil } from '../../core/retry-until.ts';
import type { EventReader } from '../events/run-events.ts';
import { answerIn, questionsOf } from './answers-in.ts';
import { type AskedQuestion, askedSoFar } from './asked-so-far.ts';
import { describeWorkflow, findWorkflow } from '../runs/describe-workflow.ts';
import { resultOfFailure } from '../runs/result-of-failure.ts';
import { grpcProblem } from '../runs/transient.ts';
import { unknownRun } from '../runs/unknown-run.ts';
import { waitingQuestions } from './waiting-questions.ts';

/** Which question is answered, and by whom. */
export interface AnswerOptions {
  /** Question id. Default: the one that waits. */
  question?: string | undefined;
  /** Who answers. */
  by?: string | undefined;
}

/** Which tool call is allowed or denied, by whom, and why. */
export interface ApprovalOptions extends AnswerOptions {
  /** A model is told why its call was denied. */
  reason?: string | undefined;
}

const text = z.string().min(1).optional();
const optionsSchema = z.strictObject({ question: text, by: text });
const approvalSchema = optionsSchema.extend({ reason: text });

/** How long it is waited for a worker, in ms: for 10 s the server hopes for the one that had the run last. */
const takenWithinMs = 20_000;

/** Between two tries to send it. */
const pauses = { firstPauseMs: 100, longestPauseMs: 1_000 } as const;

/** Sends an answer to the run that asks. @see RunHandle.answer */
export async function answerQuestion(
  reader: EventReader,
  run: string,
  answer: string,
  options: AnswerOptions,
): Promise<string> {
  const { question, by } = parseInput(optionsSchema, options, 'the options of the answer');
  return await send(reader, run, { answer, by }, question);
}

/** Allows or denies a tool call. @see RunHandle.approve */
export async function answerApproval(
  reader: EventReader,
  run: string,
  approve: boolean,
  options: ApprovalOptions,
): Promise<string> {
  const { question, by, reason } = parseInput(approvalSchema, options, 'the options of the answer');
  return await send(reader, run, { approve, by, reason }, question);
}

async function send(
  reader: EventReader,
  run: string,
  sent: object,
  question: string | undefined,
): Promise<string> {
  const { temporal } = reader;
  const given = readAnswer(sent);
  if (typeof given === 'string') throw refused(given);
  const address = await addressOf(reader, run, question);
  const { id, workflow } = address;
  const addressed = { ...given, question: id };
  try {
    const update = async () => {
      const args: [GivenAnswer] = [addressed];
      await temporal.workflow.getHandle(workflow).executeUpdate('answer', { args });
    };
    await temporal.withDeadline(Date.now() + takenWithinMs, async () => {
      await retryUntil(update, { ...pauses, limitMs: takenWithinMs, canPass });
    });
  } catch (error) {
    await explain(temporal, error, { ...address, run, given: addressed });
  }
  return id;
}

/** gRPC's codes for what a server cannot do as things stand, and for one that is not there. */
const passing: ReadonlySet<number | undefined> = new Set([9, 14]);

/** A workflow's task is undone when something else arrives while it ends. */
function canPass(error: unknown): boolean {
  return passing.has(grpcProblem(error)?.code);
}

interface Address extends AskedQuestion {
  /** As it waits; `null`: it does not wait. */
  asked: WaitingQuestion | null;
}

/** Where the answer to a question goes; one that does not wait any more has gone where it was asked. */
async function addressOf(
  reader: EventReader,
  run: string,
  question: string | undefined,
): Promise<Address> {
  const { temporal } = reader;
  const waiting = await waitingQuestions(temporal, run);
  const [first, ...others] = waiting;
  if (question === undefined) {
    if (first === undefined) return { ...(await onlyOneOf(reader, run)), asked: null };
    if (others.length === 0) return { id: first.id, workflow: first.answerTo, asked: first };
    const ids = waiting.map(({ id }) => `'${id}'`).join(', ');
    throw refused(`several questions wait in run '${run}': say which one is answered: ${ids}`);
  }
  const found = waiting.find(({ id }) => id === question);
  if (found !== undefined) return { id: question, workflow: found.answerTo, asked: found };
  for (const path of askedBelow(question, run)) {
    const workflow = `${run}/${path}`;
    if ((await findWorkflow(temporal, workflow)) !== undefined)
      return { id: question, workflow, asked: null };
  }
  return { id: question, workflow: run, asked: null };
}

/** The one question of a run, or of a step, that has been the only one and is answered. */
async function onlyOneOf(reader: EventReader, run: string): Promise<AskedQuestion> {
  const { temporal } = reader;
  const { status } = await describeWorkflow(temporal, run);
  const asked =
    status.name === 'RUNNING'
      ? await askedSoFar(reader, run)
      : questionsOf(await resultOf(temporal, run), run);
  const [only, ...others] = asked;
  if (only !== undefined && others.length === 0) return only;
  const ids = asked.map(({ id }) => `'${id}'`).join(', ');
  const which = ids === '' ? '' : `; these were answered: ${ids}`;
  const reason = ids === '' ? 'unknownQuestion' : 'answered';
  throw refused(`no question waits in run '${run}'${which}`, reason);
}

interface Sent extends Address {
  run: string;
  given: GivenAnswer;
}

/** Throws why an answer was not taken, unless it is the one that was given already. */
async function explain(temporal: Client, error: unknown, sent: Sent): Promise<void> {
  const { run, workflow, id, given } = sent;
  if (error instanceof WorkflowUpdateFailedError)
    throw notTaken(messageOf(error.cause ?? error), sent);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    const message = `no worker has taken the answer to '${id}' within ${takenWithinMs / 1000} s: start one ('durable-agents resume' of its run does), then answer again. It may still be taken, and the same answer twice counts once`;
    throw failure(Failure.workerUnconfigured, message, { retryable: true });
  }
  if (!(error instanceof WorkflowNotFoundError)) throw error;
  const before = answerIn(await resultOf(temporal, workflow), id, run);
  if (before === null) {
    const over = `no question '${id}' waits: what could ask it has ended`;
    throw refused(over, 'unknownQuestion');
  }
  if (!isSame(given, before)) throw refused(tooLate(id, before), 'answered');
}

/** Why the workflow that asks has not taken an answer, which it says in words only. */
function notTaken(message: string, { id, given, asked }: Sent) {
  if (message === noQuestion(id)) return refused(message, 'unknownQuestion');
  const isBad = asked !== null && answerProblem(given, asked, null) !== null;
  return refused(message, isBad ? undefined : 'answered');
}

/** The result of a workflow that has ended, also of one that failed. */
async function resultOf(temporal: Client, workflow: string): Promise<unknown> {
  try {
    return await temporal.workflow.getHandle(workflow).result();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw unknownRun(workflow);
    return await resultOfFailure(temporal, workflow, error);
  }
}

function refused(message: string, reason?: RefusalReason) {
  return invalidInput('the answer', [{ path: '', message }], reason);
}
