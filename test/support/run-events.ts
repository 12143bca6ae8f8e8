import type { ModelReply } from '../../src/core/model-call.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import type { RunEvent } from '../../src/client/progress/run-event.ts';
import {
  newWorkflow,
  reduce,
  type WorkflowProgress,
} from '../../src/client/progress/workflow-progress.ts';

/** Milliseconds at which the histories of these tests begin. */
export const start = Date.parse('2026-01-01T00:00:00Z');

export const agent = (name: string) => ({ kind: 'agent', name, model: 'asked' }) as const;

/** Two agents at once. */
export const pair = { kind: 'parallel', name: 'Pair', agents: [agent('A'), agent('B')] } as const;

/** The progress of a workflow after some events. */
export function after(id: string, ...events: RunEvent[]): WorkflowProgress {
  return events.reduce(reduce, newWorkflow(id));
}

/** Workflows by their ids, as `assemble` takes them. */
export function byId(...workflows: WorkflowProgress[]): Map<string, WorkflowProgress> {
  return new Map(workflows.map((workflow) => [workflow.id, workflow]));
}

export function started(spec: StepInput, at = 0, input = 'the question'): RunEvent {
  const step = parseStep(spec);
  const { kind } = step;
  return { type: 'started', at: start + at, kind, input: { spec: step, input }, spec: step };
}

/** A model call of a step; its event id is `event`. */
export function called(event: string, step: string, at: number, model = 'gpt'): RunEvent {
  const agentName = step.split('/').at(-1)?.replace(/^\d+-/, '') ?? '';
  const work = { activityId: `a${event}`, kind: 'agent', step, agentName, model } as const;
  const input = 'the question';
  return { type: 'workScheduled', at: start + at, event, work: { ...work, input } };
}

export function answered(scheduled: string, at: number, reply: Partial<ModelReply> = {}): RunEvent {
  return {
    type: 'workCompleted',
    at: start + at,
    scheduled,
    reply: {
      message: `m${scheduled}`,
      content: `reply ${scheduled}`,
      bytes: 7,
      model: 'gpt-5',
      usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 0, reasoningTokens: 0, calls: 1 },
      cost: 0.5,
      simulated: false,
      durationMs: 100,
      problem: null,
      ...reply,
    },
  };
}

export function workflowTaskDone(at: number): RunEvent {
  return { type: 'workflowTaskCompleted', at: start + at };
}

export function closed(
  at: number,
  end: Partial<Extract<RunEvent, { type: 'closed' }>> = {},
): RunEvent {
  return { type: 'closed', at: start + at, status: 'completed', result: null, error: null, ...end };
}
