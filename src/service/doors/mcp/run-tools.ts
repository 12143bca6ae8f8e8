import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { ListOptions } from '../../../client/runs/list-runs.ts';
import { invalidInput } from '../../../core/parse-input.ts';
import { visibleRun } from '../../caller.ts';
import { listedRuns, waitingQuestions } from './listed.ts';
import { runAnswer, runSchema } from './run-answer.ts';
import { mcpTool, type McpTool } from './tool.ts';
import { waitFor, waitSchema } from './wait.ts';

const text = z.string().min(1, 'it is empty');
const id = text.describe('Id of the run');
/** Seconds in which a cancelled run usually has ended. */
const endsWithinS = 5;

const reading = { readOnlyHint: true, openWorldHint: false } as const;

/** Tools to list, follow and answer the runs of teams, whoever has started them. */
export const runTools: readonly McpTool[] = [
  mcpTool({
    name: 'list_runs',
    title: 'List runs',
    description: 'Lists the runs of teams, the newest first, with their ids and how they stand.',
    input: z.strictObject({
      status: z
        .enum(['running', 'completed', 'failed', 'cancelled', 'terminated', 'timedOut'])
        .optional(),
      name: text.optional().describe('Only those of the step with this name'),
      waiting: z.boolean().optional().describe('Only those in which a person is asked'),
      limit: z.int().min(1).max(100).optional().describe('At most so many. Default 20'),
      after: text.optional().describe("The 'next' of the page before"),
    }),
    annotations: reading,
    call: async (args, call) => asJson(await listedRuns(call, args as ListOptions)),
  }),
  mcpTool({
    name: 'get_run',
    title: 'Look at a run',
    description: 'Says how a run stands now: its answer where it has ended, what it asks people.',
    input: z.strictObject({ id }),
    output: runSchema,
    annotations: reading,
    call: async (args, call) => {
      const { handle } = await visibleRun(call.service, call.caller, args.id);
      return await runAnswer(call, handle);
    },
  }),
  mcpTool({
    name: 'follow_run',
    title: 'Follow a run',
    description:
      'Waits for a run to end, or to ask a person, and says what happened meanwhile. Give the `after` of the last call to hear only what is new.',
    input: z.strictObject({ id, wait: waitSchema, after: text.optional() }),
    output: runSchema,
    annotations: reading,
    call: async ({ wait, after, ...args }, call) => {
      const { handle } = await visibleRun(call.service, call.caller, args.id);
      const follower = { ...call, isCancelled: () => false }; // whoever stops to look stops no run
      return await runAnswer(call, handle, await waitFor(follower, handle, { wait, after }));
    },
  }),
  mcpTool({
    name: 'list_questions',
    title: 'List questions to people',
    description: 'Lists the questions and approvals that wait for people over all runs.',
    input: z.strictObject({ assignee: text.optional().describe('Only those for somebody') }),
    annotations: reading,
    call: async ({ assignee }, call) => asJson(await waitingQuestions(call, assignee)),
  }),
  mcpTool({
    name: 'answer_question',
    title: 'Answer a question',
    description:
      'Gives the answer of a person to a question of a run, or allows or denies a tool call that needs approval. Only what a person has decided: ask them first.',
    input: z.strictObject({
      id,
      question: text.optional().describe('Id of the question. Default: the one that waits'),
      answer: text.optional().describe('To a question'),
      approve: z.boolean().optional().describe('To an approval: whether the call may be made'),
      reason: text.optional().describe('Of an approval; an agent is told why its call was denied'),
      by: text.optional().describe('Who answers'),
    }),
    output: runSchema,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    call: async ({ answer, approve, reason, ...args }, call) => {
      const { handle } = await visibleRun(call.service, call.caller, args.id);
      const how = { question: args.question, by: call.caller.user ?? args.by };
      if ((answer === undefined) === (approve === undefined)) throw oneOfThem();
      if (answer !== undefined) await handle.answer(answer, how);
      else await (approve ? handle.approve({ ...how, reason }) : handle.deny({ ...how, reason }));
      return await runAnswer(call, handle);
    },
  }),
  mcpTool({
    name: 'cancel_run',
    title: 'Cancel a run',
    description: 'Stops a run and the calls that it makes. One that has ended stays as it is.',
    input: z.strictObject({ id }),
    output: runSchema,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    call: async (args, call) => {
      const { handle } = await visibleRun(call.service, call.caller, args.id);
      await handle.cancel();
      const quietly = { ...call, tell: () => undefined, isCancelled: () => false };
      return await runAnswer(call, handle, await waitFor(quietly, handle, { wait: endsWithinS }));
    },
  }),
];

function oneOfThem() {
  const message = "give 'answer' to a question, or 'approve' to an approval: one of them";
  return invalidInput('the answer', [{ path: '', message }]);
}

function asJson(value: object): CallToolResult {
  const text = JSON.stringify(value, undefined, 2);
  return { content: [{ type: 'text', text }], structuredContent: { ...value } };
}
