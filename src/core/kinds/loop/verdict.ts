import { aBoolean, aString, type Form, formOf, objectOf, orNull } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import type { PassVerdict } from './types.ts';

/** A verdict as it is given, its feedback in full. */
export type GivenVerdict = PassVerdict<string>;

const aScore = formOf<number>((value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? null : 'expected a number from 0 to 1',
);

/** What a judge replies, as far as it is read. */
export const verdictForm: Form<GivenVerdict> = objectOf({
  passed: aBoolean,
  score: aScore,
  feedback: aString,
});

/** What a function returns that judges: whether it is good enough, alone or with a score and feedback. */
export const returnedForm: Form<GivenVerdict> = (value, path) =>
  typeof value === 'boolean'
    ? { ok: true, value: { passed: value, score: null, feedback: null } }
    : anObject(value, path);

const anObject = objectOf<GivenVerdict>({
  passed: aBoolean,
  score: orNothing(aScore),
  feedback: orNothing(aString),
});

function orNothing<T>(form: Form<T>): Form<T | null> {
  return (value, path) => orNull(form)(value ?? null, path);
}

/** The title of the JSON Schema that verdicts are asked for by. */
export const verdictTitle = 'Verdict';

/** A verdict as an agent gives it: what there is to say comes before the figures. */
export const verdictJsonSchema: JsonSchema = {
  title: verdictTitle,
  ...closed({
    feedback: {
      type: 'string',
      description: 'What is to be improved, concretely, and why; if nothing is, what makes it good',
    },
    score: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'How good it is: 0 is useless, 1 cannot be better',
    },
    passed: { type: 'boolean', description: 'Whether it is good enough as it stands' },
  }),
};
