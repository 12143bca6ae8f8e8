import {
  type Client,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { z } from 'zod';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { readAnswer, tooLate } from '../../core/kinds/person/answers.ts';
import type { PersonResult } from '../../core/kinds/person/types.ts';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import { waitingQuestions } from './waiting-questions.ts';
import { resultOfFailure } from './result-of-failure.ts';

/** Which question is answered, and by whom. */
export interface AnswerOptions {
  /** Question id: the path of the step that asks. Default: the one that waits. */
  question?: string | undefined;
  /** Who answers. */
  by?: string | undefined;
}

const optionsSchema = z.strictObject({
  question: z.string().min(1).optional(),
  by: z.string().min(1).optional(),
});

/** How long it is waited for a worker, in ms. */
const takenWithinMs = 10_000;

/** Sends an answer to the run that asks. @see RunHandle.answer */
export async function answerQuestion(
  temporal: Client,
  run: string,
  answer: string,
  options: AnswerOptions,
): Promise<string> {
  const { question, by } = parseInput(optionsSchema, options, 'the options of the answer');
  const read = readAnswer({ answer, by });
  if (typeof read === 'string') throw refused(read);
  const workflow = await askingRun(temporal, run, question);
  const id = question ?? (workflow === run ? run : workflow.slice(run.length + 1));
  try {
    await temporal.withDeadline(Date.now() + takenWithinMs, async () => {
      const args: [object] = [{ answer: read.answer, by: read.by }];
      await temporal.workflow.getHandle(workflow).executeUpdate('answer', { args });
    });
  } catch (error) {
    await explain(temporal, error, { workflow, id, answer: read.answer });
  }
  return id;
}

/** Workflow id of the run that asks. */
async function askingRun(
  temporal: Client,
  run: string,
  question: string | undefined,
): Promise<string> {
  if (question !== undefined) return question === run ? run : `${run}/${question}`;
  const waiting = await waitingQuestions(temporal, run);
  const [first] = waiting;
  if (first === undefined) throw refused(`no question waits in run '${run}'`);
  if (waiting.length === 1) return first;
  const ids = waiting.map((each) => `'${each.slice(run.length + 1)}'`).join(', ');
  throw refused(`several questions wait in run '${run}': say which one is answered: ${ids}`);
}

interface Sent {
  workflow: string;
  id: string;
  answer: string;
}

/** Throws why an answer was not taken, unless it is the one that was given already. */
async function explain(temporal: Client, error: unknown, sent: Sent): Promise<void> {
  const { workflow, id } = sent;
  if (error instanceof WorkflowUpdateFailedError) throw refused(messageOf(error.cause ?? error));
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    const message = `no worker has taken the answer to '${id}' within ${takenWithinMs / 1000} s: start one ('durable-agents resume' of its run does), then answer again: the same answer twice counts once`;
    throw failure(Failure.workerUnconfigured, message, { retryable: true });
  }
  if (!(error instanceof WorkflowNotFoundError)) throw error;
  const before = await answerBefore(temporal, workflow);
  if (before === null) throw refused(`there is no question '${id}' here`);
  if (before.answer === sent.answer && !before.timedOut) return;
  const answer = before.timedOut ? null : before.answer;
  throw refused(tooLate(id, { answer, by: before.answeredBy }));
}

/** How a question ended whose run has ended; `null`: there is none. */
async function answerBefore(temporal: Client, workflow: string): Promise<PersonResult | null> {
  try {
    const result: unknown = await temporal.workflow.getHandle(workflow).result();
    return asPerson(result);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    return asPerson(await resultOfFailure(temporal, workflow, error));
  }
}

function asPerson(result: unknown): PersonResult | null {
  const { kind } = result as { kind?: string };
  return kind === 'person' ? (result as PersonResult) : null;
}

function refused(message: string) {
  return invalidInput('the answer', [{ path: '', message }]);
}
