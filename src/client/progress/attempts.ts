import type { Client } from '@temporalio/client';
import { decodeFailure } from './decode-event.ts';
import type { Attempts } from './run-event.ts';
import { reduce, type WorkflowProgress } from './workflow-progress.ts';

/** A workflow with what the server says about the calls of it that are being tried again. */
export async function withAttempts(
  temporal: Client,
  workflow: WorkflowProgress,
): Promise<WorkflowProgress> {
  if (workflow.status !== 'running' || workflow.work.every(({ endedAt }) => endedAt !== null)) {
    return workflow;
  }
  return reduce(workflow, { type: 'attempts', attempts: await attemptsIn(temporal, workflow.id) });
}

async function attemptsIn(temporal: Client, id: string): Promise<Attempts> {
  const { raw } = await temporal.workflow.getHandle(id).describe();
  const again = (raw.pendingActivities ?? []).filter(({ attempt }) => (attempt ?? 1) > 1);
  const converter = temporal.options.loadedDataConverter;
  return Object.fromEntries(
    await Promise.all(
      again.map(async ({ activityId, attempt, lastFailure }) => {
        const failure = await decodeFailure(converter, lastFailure);
        const tried = { attempt: attempt ?? 1, lastFailure: failure?.message ?? null };
        return [activityId ?? '', tried] as const;
      }),
    ),
  );
}
