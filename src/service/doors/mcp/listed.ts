import type { ListOptions } from '../../../client/runs/list-runs.ts';
import { inboxOf } from '../../inbox.ts';
import type { ToolCall } from './tool.ts';

/** The runs that a caller may see. */
export async function listedRuns({ service, caller }: ToolCall, wanted: ListOptions) {
  const whose = caller.user === null ? {} : { user: caller.user };
  return await service.client.runs.page({ ...wanted, ...whose });
}

/** The questions that wait in runs that a caller may see, the oldest first. */
export async function waitingQuestions({ service, caller }: ToolCall, assignee?: string) {
  const whom = assignee === undefined ? {} : { assignee };
  return { questions: await inboxOf(service, caller, whom) };
}
