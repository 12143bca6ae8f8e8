import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ModelActivities } from '../../../src/activities/call-model.ts';
import type { ModelCall } from '../../../src/core/model-call.ts';

/** A model call as a version before 0.2 scheduled it: on a queue of its provider. */
export async function earlierCall(call: ModelCall): Promise<string | null> {
  const suffix = workflowInfo().taskQueue.replace('agents', '');
  const taskQueue = `agents-model-${call.settings.provider}${suffix}`;
  const { callModel } = proxyActivities<ModelActivities>({ taskQueue, startToCloseTimeout: '1m' });
  return (await callModel(call)).content;
}

/** Forgets about a promise that is rejected. */
export async function forgetful(): Promise<void> {
  void Promise.reject(new Error('nobody waits for this'));
  await condition(() => false);
}
