import { aNumber, aString, aText, type Form, type Formed, objectOf } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import { type Option, otherOption } from './consensus.ts';

// A statement that holds its debater's vote.

/** The title of the JSON Schema that it is asked for by. */
export const statementTitle = 'Statement';

/** The field that a person reads. */
export const statementField = 'statement';

/** A text that may as well be left out. */
const mayBeText: Form<string | null> = (value) => ({
  ok: true,
  value: typeof value === 'string' ? value : null,
});

/** What a debater replies, as far as it is read. */
export const statementReplyForm = objectOf({
  statement: aText([/\S/, 'it is empty']),
  answer: aString,
  /** An answer that is none of the listed positions. */
  otherAnswer: mayBeText,
  confidence: aNumber,
  changedBy: mayBeText,
});

export type StatementReply = Formed<typeof statementReplyForm>;

/**
 * The JSON Schema of a statement; its text comes first, so that it can be read while it is said.
 *
 * @param options the positions that are listed; none: the answer is a free text
 */
export function statementJsonSchema(options: readonly Option[]): JsonSchema {
  return {
    title: statementTitle,
    ...closed({
      [statementField]: { type: 'string', description: 'What you say to the others, as text' },
      ...(options.length === 0 ? freeAnswer : listedAnswer(options)),
      confidence: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        description: 'How sure you are that your answer is right',
      },
      changedBy: {
        type: ['string', 'null'],
        description:
          'What has changed your answer since your last statement: whose reason, and which; null: it is the same',
      },
    }),
  };
}

const freeAnswer = {
  answer: { type: 'string', description: 'Your answer to the question, in one short sentence' },
};

function listedAnswer(options: readonly Option[]): Record<string, JsonSchema> {
  return {
    answer: {
      type: 'string',
      enum: [...options.map(({ id }) => id), otherOption],
      description: 'The position that is your answer',
    },
    otherAnswer: {
      type: ['string', 'null'],
      description: 'Where it is other: your answer, in one short sentence; else null',
    },
  };
}

/**
 * An answer without what does not tell it from others: case, blanks, marks at the ends of words, and
 * articles.
 */
export function wordingOf(answer: string): string {
  const plain = answer
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/["'`*_\p{Pi}\p{Pf}]+/gu, '')
    .replaceAll(/[.,;:!?]+(?=\s|$)/g, '')
    .replaceAll(/(?<=^|\s)(?:a|an|the)\s+(?=\S)/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain === '' ? answer.trim() : plain;
}

/** The position of these words; `undefined`: none. */
export function positionOf(answer: string, options: readonly Option[]): Option | undefined {
  const wording = wordingOf(answer);
  return options.find(({ position }) => wordingOf(position) === wording);
}
