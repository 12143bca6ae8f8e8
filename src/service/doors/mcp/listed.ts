import type { ListOptions } from '../../../client/runs/list-runs.ts';
import type { ToolCall } from './tool.ts';

/** The runs that a caller may see. */
export async function listedRuns({ service, caller }: ToolCall, wanted: ListOptions) {
  const whose = caller.user === null ? {} : { user: caller.user };
  return await service.client.runs.page({ ...wanted, ...whose });
}

/** Questions that are looked through for those of one user. */
const lookedAt = 10_000;

/** The questions that wait in runs that a caller may see, the oldest first. */
export async function waitingQuestions({ service, caller }: ToolCall, assignee?: string) {
  const whom = assignee === undefined ? {} : { assignee };
  const { user } = caller;
  const { client } = service;
  if (user === null) return { questions: await client.inbox(whom) };
  const [all, own] = await Promise.all([
    client.inbox({ ...whom, limit: lookedAt }),
    client.runs.list({ user, status: 'running', waiting: true, limit: 1_000 }),
  ]);
  const ids = new Set(own.map(({ id }) => id));
  return { questions: all.filter(({ run }) => ids.has(run)) };
}
