import { z } from 'zod';
import { timeoutSchema } from '../../timeout-schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase, listIn } from '../refinements.ts';
import { longestAnswer } from '../../questions/answers.ts';

const answer = z.string().trim().min(1, 'an answer is needed').max(longestAnswer);

export const personSchema = z
  .strictObject({
    kind: z.literal('person'),
    name: nameSchema.default('person'),
    question: z.string().trim().min(1, 'a question is needed').max(10_000).default('{input}'),
    choices: z.array(answer).max(100).default([]),
    timeout: timeoutSchema.default('24h'),
    default: answer.nullable().default(null),
    assignee: z.string().trim().min(1).max(200).nullable().default(null),
  })
  .superRefine((spec, context) => {
    const choices: readonly unknown[] = listIn(spec.choices);
    choices.forEach((choice, index) => {
      if (choices.indexOf(choice) === index) return;
      const message = `'${String(choice)}' is there twice`;
      context.addIssue({ code: 'custom', path: ['choices', index], message });
    });
    if (typeof spec.default !== 'string' || choices.length === 0) return;
    if (choices.includes(spec.default)) return;
    const message = `it is none of the choices: ${choices.join(', ')}`;
    context.addIssue({ code: 'custom', path: ['default'], message });
  }, inAnyCase);
