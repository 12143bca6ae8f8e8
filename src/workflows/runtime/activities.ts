import {
  type ActivityOptions,
  ActivityCancellationType,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { ModelActivities } from '../../activities/call-model.ts';
import type { LockActivities } from '../../activities/list-locks.ts';
import type { TextActivities } from '../../activities/texts.ts';
import type { ToolActivities } from '../../activities/tools/tool-activities.ts';
import type { ThreadActivities } from '../../activities/thread-window.ts';
import type { TransformActivities } from '../../activities/transforms.ts';
import type { UserContextActivities } from '../../activities/user-context.ts';
import { queuesBeside } from '../../core/queues.ts';
import type { ToolPolicy } from '../../core/tools.ts';

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

/** A tool: how long an attempt takes and how many there are, the tool says itself. */
const tool: ActivityOptions = {
  heartbeatTimeout: '5s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
};

/** More than a tool's own limit, so that it can say itself that its time was up. */
const toolReserveMs = 5_000;

/** Reads and writes of the message store: short, and safe to repeat. */
const store: ActivityOptions = {
  cancellationType: ActivityCancellationType.TRY_CANCEL, // what is short is not waited for
  startToCloseTimeout: '20s',
  scheduleToCloseTimeout: '10m',
  retry: {
    initialInterval: '200ms',
    backoffCoefficient: 2,
    maximumInterval: '5s',
    maximumAttempts: 30, // a database that is away for two minutes
  },
};

/**
 * Reads and changes of a user context. The activity itself waits for 60 s at most for the server and
 * whoever serves the context; a change keeps its id, so it is safe to repeat.
 */
const context: ActivityOptions = {
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  startToCloseTimeout: '90s',
  scheduleToCloseTimeout: '10m',
  retry: {
    initialInterval: '200ms',
    backoffCoefficient: 2,
    maximumInterval: '5s',
    maximumAttempts: 3,
  },
};

/** Options of one call: where it goes, how long it may take, and how the Web UI shows it. */
export interface CallOptions {
  limitMs: number;
  summary: string;
}

const modelActivities = proxyActivities<ModelActivities>(model);
const transformActivities = proxyActivities<TransformActivities>(transform);
const toolActivities = proxyActivities<ToolActivities>({ ...tool, startToCloseTimeout: '1m' });
const textActivities = proxyActivities<TextActivities>(store);
const contextActivities = proxyActivities<UserContextActivities>(context);
const threadActivities = proxyActivities<ThreadActivities>(store);
const lockActivities = proxyActivities<LockActivities>(store);

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

export function describeTools(input: Args<ToolActivities['describeTools']>, limitMs: number) {
  const options = {
    ...store,
    taskQueue: queues().tools,
    scheduleToCloseTimeout: asLimit(limitMs),
    summary: `tools: ${input.names.join(', ')}`,
  };
  return toolActivities.describeTools.executeWithOptions(options, [input]);
}

export function runTool(
  input: Args<ToolActivities['runTool']>,
  { name, timeoutMs, maxAttempts }: ToolPolicy,
  limitMs: number,
) {
  const options = {
    ...tool,
    taskQueue: queues().tools,
    summary: `${input.agentName} · ${name}`,
    startToCloseTimeout: timeoutMs + toolReserveMs,
    scheduleToCloseTimeout: asLimit(limitMs),
    retry: { ...tool.retry, maximumAttempts: maxAttempts },
  };
  return toolActivities.runTool.executeWithOptions(options, [input]);
}

export function storeTexts(input: Args<TextActivities['storeTexts']>) {
  const options = { ...store, taskQueue: storeQueue(), summary: 'keep long texts' };
  return textActivities.storeTexts.executeWithOptions(options, [input]);
}

export function readTexts(input: Args<TextActivities['readTexts']>) {
  const taskQueue = storeQueue();
  return textActivities.readTexts.executeWithOptions({ ...store, taskQueue }, [input]);
}

/** @param limitMs how long it may take, attempts together */
export function readFacts(input: Args<UserContextActivities['readFacts']>, limitMs: number) {
  const options = { ...context, taskQueue: storeQueue(), summary: 'what is known of the user' };
  const scheduleToCloseTimeout = asLimit(limitMs);
  return contextActivities.readFacts.executeWithOptions({ ...options, scheduleToCloseTimeout }, [
    input,
  ]);
}

export function changeFact(input: Args<UserContextActivities['changeFact']>, limitMs: number) {
  const { change } = input;
  const key = change.key ?? 'everything';
  const summary = change.change === 'set' ? `remember ${key}` : `forget ${key}`;
  const limits = { scheduleToCloseTimeout: asLimit(limitMs) };
  const options = { ...context, ...limits, taskQueue: storeQueue(), summary };
  return contextActivities.changeFact.executeWithOptions(options, [input]);
}

export function openThread(input: Args<ThreadActivities['openThread']>, limitMs: number) {
  const limits = { scheduleToCloseTimeout: asLimit(limitMs) };
  const summary = `thread ${input.name}`;
  const options = { ...store, ...limits, taskQueue: storeQueue(), summary };
  return threadActivities.openThread.executeWithOptions(options, [input]);
}

export function keepSummary(input: Args<ThreadActivities['keepSummary']>) {
  const summary = `summary of thread ${input.name} up to message ${input.upTo}`;
  const options = { ...store, taskQueue: storeQueue(), summary };
  return threadActivities.keepSummary.executeWithOptions(options, [input]);
}

export function listLocks() {
  const taskQueue = storeQueue();
  return lockActivities.listLocks.executeWithOptions({ ...store, taskQueue }, []);
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
  const limit = asLimit(call.limitMs);
  return {
    ...options,
    taskQueue,
    summary: call.summary,
    startToCloseTimeout: limit,
    scheduleToCloseTimeout: limit,
  };
}

/** Temporal takes whole milliseconds above zero. */
function asLimit(ms: number): number {
  return Math.max(1, Math.round(ms));
}
