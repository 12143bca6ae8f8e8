import { getHeapStatistics } from 'node:v8';
import { z } from 'zod';

/**
 * What all our workers have in common. Heartbeats are few and only tell that a worker lives, so none
 * is held back; and a stopping worker waits long for a model call in flight, because an abandoned one
 * is paid twice.
 */
export const workerOptions = {
  maxHeartbeatThrottleInterval: 500,
  defaultHeartbeatThrottleInterval: 500,
  maxEagerActivityReservationsPerWorkflowTask: 10,
  shutdownGraceTime: '10 min',
  // Hundreds of agents that start at once keep a workflow thread busy for longer than the usual 5 s,
  // and Node ends the process when the SDK interrupts it.
  isolateExecutionTimeout: '60s',
} as const;

/** Calls that a worker holds in flight on a queue at most: one that waits costs next to nothing. */
const defaultConcurrentCalls = 1_000;

export const maxConcurrentCallsSchema = z
  .int('expected a whole number')
  .min(1, 'it must be at least 1')
  .max(100_000, 'it must be at most 100,000')
  .optional();

/** Workflows that the SDK keeps in memory, by its own rule. */
const cachedWorkflows = Math.max(
  10,
  Math.floor((getHeapStatistics().heap_size_limit / 2 ** 20 - 200) * 0.58),
);

/** How many calls a worker holds, as Temporal is told it. */
export function callSlots(calls = defaultConcurrentCalls) {
  return {
    maxConcurrentActivityTaskExecutions: calls,
    maxConcurrentLocalActivityExecutions: calls,
  };
}

/**
 * How many workflows a worker works on at once. One whose model calls are local activities has its task
 * open for as long as they take.
 */
export const workflowSlots = {
  maxCachedWorkflows: cachedWorkflows,
  maxConcurrentWorkflowTaskExecutions: Math.min(100, cachedWorkflows),
};
