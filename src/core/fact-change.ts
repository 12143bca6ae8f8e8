import { bytesOf } from './content.ts';
import { aText, type Form, formOf, objectOf, oneOf, orNull, readForm } from './form.ts';
import { contextLimits, type FactChange, type FactValue, mergeRules } from './user-context.ts';

const { nameCharacters, valueBytes, valueDepth, idCharacters } = contextLimits;

const aName = aText(
  [/[^]/, 'it is empty'],
  [nameCharacters, `it has more than ${nameCharacters} characters`],
  [/^[^\p{Cc}\p{Cs}]*$/u, 'it has control characters'],
);

/** Id of a user: 1 to 200 characters, none of them a control character. */
export const userForm = aName;

/** Key of a fact: 1 to 200 characters, none of them a control character. */
export const factKeyForm = aName;

/** Id of a change: 1 to 64 visible ASCII characters. */
export const changeIdForm = aText(
  [/[^]/, 'it is empty'],
  [idCharacters, `it has more than ${idCharacters} characters`],
  [/^[\x21-\x7e]*$/, 'it has other characters than visible ASCII ones'],
);

/** JSON of at most 8 KB, nested at most 32 deep. */
export const factValueForm = formOf<FactValue>(valueProblem);

/** Who changed a fact: at most 200 characters. */
export const setByForm = aText([nameCharacters, `it has more than ${nameCharacters} characters`]);

const provenance = {
  id: changeIdForm,
  setBy: setByForm,
  run: orNull(aText([1_000, 'it has more than 1000 characters'])),
};

const changeForms: { [K in FactChange['change']]: Form<FactChange> } = {
  set: objectOf({
    ...provenance,
    change: oneOf('set'),
    key: factKeyForm,
    value: factValueForm,
    merge: orNull(oneOf(...mergeRules)),
  }),
  forget: objectOf({ ...provenance, change: oneOf('forget'), key: orNull(factKeyForm) }),
};

const aKindOfChange = objectOf({ change: oneOf('set', 'forget') });

/** A change as it should be, or in a sentence what is wrong with it. */
export function readChange(
  sent: unknown,
): { ok: true; change: FactChange } | { ok: false; reason: string } {
  const kind = readForm(aKindOfChange, sent);
  const read = kind.ok ? readForm(changeForms[kind.value.change], sent) : kind;
  if (read.ok) return { ok: true, change: read.value };
  return { ok: false, reason: read.problems.slice(0, 5).join('; ') };
}

function valueProblem(value: unknown): string | null {
  const problem = jsonProblem(value, 0);
  if (problem !== null) return problem;
  const bytes = bytesOf(JSON.stringify(value));
  return bytes <= valueBytes
    ? null
    : `it has ${bytes} bytes of JSON; at most ${valueBytes} are allowed`;
}

/** The depth is bounded first: JSON may be nested deeper than any stack. */
function jsonProblem(value: unknown, depth: number): string | null {
  if (depth > valueDepth) return `it is nested more than ${valueDepth} deep`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : 'it has a number that JSON cannot express';
  if (typeof value !== 'object' || !(Array.isArray(value) || isPlain(value)))
    return 'it is not JSON';
  for (const inner of Object.values(value)) {
    const problem = jsonProblem(inner, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
