import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { z } from 'zod';
import { parseInput } from '../../core/parse-input.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import { splitPath } from '../../core/step-path.ts';
import { isUnknownAttribute } from '../runs/search-attributes.ts';
import { oldestFirst, questionsIn } from './waiting-questions.ts';

/** Which questions. */
export interface InboxOptions {
  /** Only those for somebody. */
  assignee?: string;
  /** At most so many, the oldest ones. Default 100. */
  limit?: number;
}

const optionsSchema = z.strictObject({
  assignee: z.string().min(1).optional(),
  limit: z.int().min(1).max(10_000).default(100),
});

/** @throws `Input.Invalid` for an option that is none */
export function readInboxOptions(given: InboxOptions): InboxOptions & { limit: number } {
  const { assignee, limit } = parseInput(optionsSchema, given, 'inbox()');
  return assignee === undefined ? { limit } : { assignee, limit };
}

/** Workflows that are looked at: more ask nobody at once. */
const lookedAt = 10_000;

const running = `ExecutionStatus = 'Running'`;

/**
 * The questions that wait for people over all runs, the oldest first. No worker has to run. What was
 * asked or answered in the last second or two may be seen a little later.
 *
 * @throws `Input.Invalid` for an option that is none
 */
export async function inbox(temporal: Client, given: InboxOptions): Promise<WaitingQuestion[]> {
  const { assignee, limit } = readInboxOptions(given);
  const waiting = (await allWaiting(temporal)).filter(
    (question) => assignee === undefined || question.assignee === assignee,
  );
  return oldestFirst(waiting).slice(0, limit);
}

/** Ids of the runs in which a question waits. */
export async function askingRuns(temporal: Client): Promise<ReadonlySet<string>> {
  const waiting = await allWaiting(temporal);
  return new Set(waiting.map(({ run }) => run));
}

async function allWaiting(temporal: Client): Promise<WaitingQuestion[]> {
  const asking = await findAsking(temporal);
  return asking.flatMap(({ workflowId, memo }) => {
    const run = splitPath(workflowId)[0] ?? workflowId;
    return questionsIn(memo, workflowId, run);
  });
}

/** By our search attribute; where the cluster does not know it, among all that runs. */
async function findAsking(temporal: Client): Promise<WorkflowExecutionInfo[]> {
  try {
    return await readAll(temporal, `AgentsWaiting > 0 AND ${running}`);
  } catch (error) {
    if (!isUnknownAttribute(error)) throw error;
    return await readAll(temporal, running);
  }
}

async function readAll(temporal: Client, query: string): Promise<WorkflowExecutionInfo[]> {
  const found: WorkflowExecutionInfo[] = [];
  for await (const info of temporal.workflow.list({ query })) {
    found.push(info);
    if (found.length >= lookedAt) break;
  }
  return found;
}
