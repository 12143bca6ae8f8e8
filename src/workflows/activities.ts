import {
  type ActivityOptions,
  ActivityCancellationType,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { ModelActivities } from '../activities/call-model.ts';
import type { TextActivities } from '../activities/texts.ts';
import type { ThreadActivities } from '../activities/thread-window.ts';
import type { TransformActivities } from '../activities/transforms.ts';
import { queuesBeside } from '../core/queues.ts';

/**
 * A model call. The activity itself counts the provider's failures and stops after four; Temporal's
 * own attempts are more, because a worker's crash must not use one of the four up.
 */
const model: ActivityOptions = {
  startToCloseTimeout: '1 day', // the call gives its own limit
  heartbeatTimeout: '5s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: {
    initialInterval: '1s',
    backoffCoefficient: 2,
    maximumInterval: '4s',
    maximumAttempts: 20,
  },
};

/** A function that a user has registered. */
const transform: ActivityOptions = {
  ...model,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumAttempts: 4 },
};

/** Reads and writes of the message store: short, and safe to repeat. */
const store: ActivityOptions = {
  startToCloseTimeout: '20s',
  scheduleToCloseTimeout: '10m',
  retry: {
    initialInterval: '200ms',
    backoffCoefficient: 2,
    maximumInterval: '5s',
    maximumAttempts: 10,
  },
};

/** Options of one call: where it goes, how long it may take, and how the Web UI shows it. */
export interface CallOptions {
  limitMs: number;
  summary: string;
}

const modelActivities = proxyActivities<ModelActivities>(model);
const transformActivities = proxyActivities<TransformActivities>(transform);
const textActivities = proxyActivities<TextActivities>(store);
const threadActivities = proxyActivities<ThreadActivities>(store);

type Args<F extends (input: never) => unknown> = Parameters<F>[0];

export function callModel(input: Args<ModelActivities['callModel']>, options: CallOptions) {
  const taskQueue = queues().model(input.settings.provider);
  return modelActivities.callModel.executeWithOptions(bounded(model, taskQueue, options), [input]);
}

export function runTransform(
  input: Args<TransformActivities['runTransform']>,
  options: CallOptions,
) {
  const { tools } = queues();
  return transformActivities.runTransform.executeWithOptions(bounded(transform, tools, options), [
    input,
  ]);
}

export function storeTexts(input: Args<TextActivities['storeTexts']>) {
  const options = { ...store, taskQueue: storeQueue(), summary: 'keep long texts' };
  return textActivities.storeTexts.executeWithOptions(options, [input]);
}

export function readTexts(input: Args<TextActivities['readTexts']>) {
  const taskQueue = storeQueue();
  return textActivities.readTexts.executeWithOptions({ ...store, taskQueue }, [input]);
}

export function openThread(input: Args<ThreadActivities['openThread']>) {
  const options = { ...store, taskQueue: storeQueue(), summary: `thread ${input.name}` };
  return threadActivities.openThread.executeWithOptions(options, [input]);
}

export function keepSummary(input: Args<ThreadActivities['keepSummary']>) {
  const summary = `summary of thread ${input.name} up to message ${input.upTo}`;
  const options = { ...store, taskQueue: storeQueue(), summary };
  return threadActivities.keepSummary.executeWithOptions(options, [input]);
}

/** The workflow's own queue where it is one of ours: its worker has the store, and can start at once. */
function storeQueue(): string {
  const { taskQueue } = workflowInfo();
  return taskQueue.startsWith('agents') ? taskQueue : queues().workflows;
}

function queues() {
  return queuesBeside(workflowInfo().taskQueue);
}

function bounded(options: ActivityOptions, taskQueue: string, call: CallOptions): ActivityOptions {
  const limit = Math.max(1, Math.round(call.limitMs));
  return {
    ...options,
    taskQueue,
    summary: call.summary,
    startToCloseTimeout: limit,
    scheduleToCloseTimeout: limit,
  };
}
