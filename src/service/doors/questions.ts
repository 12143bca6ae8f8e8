import { z } from 'zod';
import type { RunHandle } from '../../client/runs/run-handle.ts';
import { visibleRun } from '../caller.ts';
import { inboxOf } from '../inbox.ts';
import { call, type Door, json } from './door.ts';
import { limitSchema } from './run-list.ts';
import { byId, nameSchema, questionSchema } from './schemas.ts';

const answerSchema = z
  .strictObject({
    question: z.string().min(1).optional().describe('Its id. Default: the one that waits'),
    answer: z.string().optional().describe('To a question'),
    approve: z.boolean().optional().describe('To an approval: whether the call may be made'),
    reason: z
      .string()
      .min(1)
      .optional()
      .describe('Of an approval: a model is told why it is denied'),
    by: z.string().min(1).optional().describe('Who answers'),
  })
  .refine(
    ({ answer, approve }) => (answer === undefined) !== (approve === undefined),
    "give 'answer' to a question, or 'approve' to an approval: one of them",
  )
  .refine(
    ({ answer, reason }) => answer === undefined || reason === undefined,
    "'reason' goes with 'approve': an answer says itself why",
  );

const inboxSchema = z.strictObject({
  assignee: nameSchema.optional().describe('Only those for somebody'),
  limit: limitSchema(10_000, 100),
});

/** Questions that wait for people, and their answers. */
export const questions: Door = {
  name: 'Questions to people',
  calls: (service) => [
    call({
      method: 'post',
      path: '/v1/runs/:id/answers',
      does: 'Answer a question of a run, or allow or deny a tool call',
      params: byId,
      body: answerSchema,
      answers: {
        200: {
          does: 'It is taken; the same answer again is too',
          schema: z.object({ question: z.string() }),
        },
      },
      refuses: [404, 409, 503],
      handle: async ({ params, body, caller }) => {
        const { handle } = await visibleRun(service, caller, params.id);
        const by = caller.user ?? body.by;
        return json({ question: await answer(handle, { ...body, by }) });
      },
    }),
    call({
      method: 'get',
      path: '/v1/inbox',
      does: 'The questions that wait for people over all runs, the oldest first',
      query: inboxSchema,
      answers: {
        200: { does: 'The questions', schema: z.object({ questions: z.array(questionSchema) }) },
      },
      refuses: [503],
      handle: async ({ query: { assignee, limit }, caller }) => {
        const whom = assignee === undefined ? {} : { assignee };
        return json({ questions: await inboxOf(service, caller, { ...whom, limit }) });
      },
    }),
  ],
};

type Given = z.output<typeof answerSchema>;

async function answer(run: RunHandle, { answer: text, approve, ...how }: Given): Promise<string> {
  if (text !== undefined) return await run.answer(text, { question: how.question, by: how.by });
  return await (approve === true ? run.approve(how) : run.deny(how));
}
