import { aBoolean, aString, type Form, listOf, objectOf } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import { meantOf } from '../../meant.ts';

/** What a verifier says of a result. */
export interface Verification {
  /** Version of the plan that the task is from. */
  iteration: number;
  taskId: string;
  /** Which result of the task: 1 is the first, 2 the one after it was sent back once. */
  attempt: number;
  ok: boolean;
  /** Why; of a result that is not ok, what has to be mended. */
  reason: string;
}

/** A verdict as it is replied. */
export interface Verdict {
  id: string;
  ok: boolean;
  reason: string;
}

/** The title of that reply's JSON Schema. */
export const verificationTitle = 'Verification';

export const verificationJsonSchema: JsonSchema = {
  title: verificationTitle,
  ...closed({
    verdicts: {
      type: 'array',
      description: 'One for each result',
      items: closed({
        id: { type: 'string', description: 'Id of the task' },
        reason: { type: 'string', description: 'Why; if it is not ok, what has to be mended' },
        ok: { type: 'boolean', description: 'Whether the result does what the task asks for' },
      }),
    },
  }),
};

/** The verdicts, each under the id of the task that is meant. */
export function verificationForm(ids: readonly string[]): Form<Verdict[]> {
  const form = objectOf({
    verdicts: listOf(objectOf<Verdict>({ id: aString, ok: aBoolean, reason: aString })),
  });
  return (value, path) => {
    const read = form(value, path);
    if (!read.ok) return read;
    const meant = read.value.verdicts.map((each) => ({
      ...each,
      id: meantOf(each.id, ids) ?? each.id,
    }));
    return { ok: true, value: meant };
  };
}

/** What is wrong with verdicts, each in a sentence for the verifier; what is said of other tasks does no harm. */
export function verdictProblems(verdicts: readonly Verdict[], ids: readonly string[]): string[] {
  return ids.flatMap((id) => {
    const own = verdicts.filter((verdict) => verdict.id === id);
    if (own.length === 0) return [`nothing is said of ${id}`];
    if (own.length > 1) return [`${id} is judged more than once`];
    const isUnexplained = own.some(({ ok, reason }) => !ok && reason.trim() === '');
    return isUnexplained ? [`${id} is not ok: say what has to be mended`] : [];
  });
}
