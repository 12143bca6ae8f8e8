import type { Interrupt, ResumeEntry } from '@ag-ui/core';
import { z } from 'zod';
import { invalidInput, parseInput } from '../../../core/parse-input.ts';
import type { WaitingQuestion } from '../../../core/questions/question.ts';
import type { EventOf } from './translate/place.ts';

/** A question that waits, as an interrupt. Its text is that of the event: listed ones are cut. */
export function toInterrupt(
  waiting: WaitingQuestion,
  asked: EventOf<'question.asked'>,
  about: Pick<Interrupt, 'id' | 'subagentRunId' | 'toolCallId'>,
): Interrupt {
  const { approval, choices, assignee, question } = asked;
  return {
    ...about,
    reason: approval === null ? 'question' : 'approval',
    message: question,
    responseSchema: approval === null ? answerForm(choices) : approvalForm,
    expiresAt: waiting.deadline,
    metadata: { run: waiting.run, question: waiting.id, assignee, choices, approval },
  };
}

const approvalForm = {
  type: 'object',
  properties: {
    approved: { type: 'boolean', description: 'whether the tool call may be made' },
    reason: { type: 'string', description: 'why; the agent is told why it was denied' },
  },
  required: ['approved'],
};

function answerForm(choices: readonly string[]) {
  const answer = choices.length === 0 ? { type: 'string' } : { type: 'string', enum: choices };
  return { type: 'object', properties: { answer }, required: ['answer'] };
}

/** An answer to a question, or to an approval. */
export type GivenResponse = { answer: string } | { approve: boolean; reason: string | undefined };

const text = z.string().min(1, 'it is empty');
const answerSchema = z.union([text, z.looseObject({ answer: text })]);
const approvalSchema = z.union([
  z.boolean(),
  z.looseObject({ approved: z.boolean(), reason: z.string().optional() }),
]);

/**
 * What a person has answered to an interrupt. One that was abandoned is a denial, where it can be: of a
 * question it is `null`.
 *
 * @throws `Input.Invalid` for a payload that answers nothing
 */
export function readResponse(
  { interruptId, status, payload }: ResumeEntry,
  { approval }: Pick<WaitingQuestion, 'approval'>,
): GivenResponse | null {
  const what = `the answer to the interrupt '${interruptId}'`;
  if (approval === null) {
    if (status === 'cancelled') return null;
    const given = answering(answerSchema, payload, what, "give the payload {answer: '…'}");
    return { answer: typeof given === 'string' ? given : given.answer };
  }
  if (status === 'cancelled') return { approve: false, reason: 'nobody wanted to decide' };
  const form = "give the payload {approved: true} or {approved: false, reason: '…'}";
  const given = answering(approvalSchema, payload, what, form);
  if (typeof given === 'boolean') return { approve: given, reason: undefined };
  return { approve: given.approved, reason: given.reason || undefined };
}

function answering<S extends z.ZodType>(schema: S, payload: unknown, what: string, form: string) {
  if (!schema.safeParse(payload).success)
    throw invalidInput(what, [{ path: 'payload', message: form }]);
  return parseInput(schema, payload, what);
}
