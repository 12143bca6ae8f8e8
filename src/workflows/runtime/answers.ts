import {
  condition,
  defineSignal,
  defineUpdate,
  getExternalWorkflowHandle,
  setHandler,
} from '@temporalio/workflow';
import { HandlerUnfinishedPolicy } from '@temporalio/common';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import {
  type Answered,
  answerProblem,
  type GivenAnswer,
  type Question,
  readAnswer,
} from '../../core/kinds/person/answers.ts';
import { pathInside } from '../../core/step-path.ts';
import type { Host } from './host.ts';

const signalled = defineSignal<[unknown]>('answer');
const updated = defineUpdate<string, [unknown]>('answer');

/** Where a question stands: the run it belongs to, and the workflow that takes its answer. */
export interface AskedFrom {
  run: string;
  workflow: string;
}

type Telling = Pick<Host, 'tell' | 'flush'>;

/** Asks whoever follows the run, and waits for the first answer that is one. */
export async function waitForAnswer(
  { question, choices, timeoutMs, default: fallback, assignee }: Question,
  { run, workflow }: AskedFrom,
  host: Telling,
): Promise<Answered> {
  const path = pathInside(workflow, run) ?? '';
  const id = path === '' ? run : path;
  let answered: Answered | null = null;
  const problemOf = (given: unknown): string | null => {
    const read = readAnswer(given);
    return typeof read === 'string' ? read : answerProblem(read, { id, choices }, answered);
  };
  const take = (given: unknown, means: Answered['means']): string => {
    const { answer, by = null } = readAnswer(given) as GivenAnswer;
    answered ??= { answer, by, means, at: new Date().toISOString() };
    return id;
  };
  listen(problemOf, take, (problem) => warn(host, path, problem));
  const deadline = new Date(Date.now() + timeoutMs).toISOString();
  const asked = { id, question, choices, deadline, answerTo: workflow, assignee, approval: null };
  host.tell(path, { type: 'question.asked', ...asked }, `asked/${id}`);
  await host.flush();
  await condition(() => answered !== null, timeoutMs);
  answered ??= unanswered(fallback);
  const { answer, by, means } = answered;
  const how = { id, answer, by, means, approved: null, reason: null };
  host.tell(path, { type: 'question.answered', ...how }, `answered/${id}`);
  return answered;
}

function unanswered(fallback: string | null): Answered {
  const means = fallback === null ? 'timeout' : 'default';
  return { answer: fallback, by: null, at: new Date().toISOString(), means };
}

/** A wrong update is refused, a wrong signal told: neither changes anything. */
function listen(
  problemOf: (given: unknown) => string | null,
  take: (given: unknown, means: 'signal' | 'update') => string,
  warnOf: (problem: string) => Promise<void>,
): void {
  setHandler(updated, (given) => take(given, 'update'), {
    validator(given) {
      const problem = problemOf(given);
      if (problem !== null) throw failure(Failure.inputInvalid, problem);
    },
    unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
  });
  setHandler(
    signalled,
    async (given) => {
      const problem = problemOf(given);
      if (problem === null) take(given, 'signal');
      else await warnOf(problem);
    },
    { unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON },
  );
}

/** Has a run in which persons are asked pass answers on to the child run that asks. */
export function passAnswersOn(run: string, host: Telling): void {
  setHandler(
    signalled,
    async (given) => {
      const read = readAnswer(given);
      const problem = typeof read === 'string' ? read : await passOn(read, run);
      if (problem !== null) await warn(host, '', problem);
    },
    { unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON },
  );
}

async function passOn(given: GivenAnswer, run: string): Promise<string | null> {
  if (!given.question) return 'an answer to this run has to name its question';
  try {
    await getExternalWorkflowHandle(`${run}/${given.question}`).signal(signalled, given);
    return null;
  } catch (error) {
    return `no question '${given.question}' waits here: ${messageOf(error)}`;
  }
}

async function warn(host: Telling, path: string, problem: string): Promise<void> {
  host.tell(path, {
    type: 'warning',
    warning: 'Answer.Refused',
    message: `an answer by signal was not taken: ${problem}`,
  });
  await host.flush();
}
