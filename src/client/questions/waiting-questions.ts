import type { Client } from '@temporalio/client';
import { openQuestionsMemo, readListed } from '../../core/questions/listed.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import { describeWorkflow } from '../runs/describe-workflow.ts';

/**
 * The questions that wait in a run now, at any depth of it, the oldest first. No worker has to run.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function waitingQuestions(temporal: Client, run: string): Promise<WaitingQuestion[]> {
  return oldestFirst(await questionsBelow(temporal, run, run));
}

/** As whoever answers them sees them. */
export function oldestFirst(questions: readonly WaitingQuestion[]): WaitingQuestion[] {
  return questions.toSorted((a, b) => a.askedAt.localeCompare(b.askedAt));
}

async function questionsBelow(
  temporal: Client,
  workflow: string,
  run: string,
): Promise<WaitingQuestion[]> {
  const { raw, status, memo } = await describeWorkflow(temporal, workflow);
  if (status.name !== 'RUNNING') return [];
  const children = (raw.pendingChildren ?? []).flatMap(({ workflowId }) => workflowId ?? []);
  const below = await Promise.all(children.map((each) => questionsBelow(temporal, each, run)));
  return [...questionsIn(memo, workflow, run), ...below.flat()];
}

/** The questions that a workflow's memo tells of. */
export function questionsIn(
  memo: Record<string, unknown> | undefined,
  answerTo: string,
  run: string,
): WaitingQuestion[] {
  const open = readListed(memo?.[openQuestionsMemo]);
  return open.map((question) => ({ ...question, run, answerTo }));
}
