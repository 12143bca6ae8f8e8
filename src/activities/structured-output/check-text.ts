import { beginningOf } from '../../core/unicode.ts';
import type { ValidateFunction } from 'ajv';
import { withMeantWords } from '../../core/meant.ts';
import { readJsonReply } from '../../core/json-reply.ts';
import { mendedJson } from './mended-json.ts';
import { withNulls } from './with-nulls.ts';

/** Of all that is wrong with a reply, as much as helps. */
const reasonsShown = 5;

/** Characters of each: names that a model made up, or a large enum, may be of any length. */
const longestPart = 200;

/** A reply as JSON text without what stood around it, or what is wrong with it. */
export type CheckedReply = { ok: true; json: string } | { ok: false; reason: string };

/** What a thread has to say of one; `invalid`: the schema is none, and why. */
export type ThreadVerdict = CheckedReply | { invalid: string };

/** Checks a reply by a compiled schema; what stands around its JSON is forgiven. */
export function checkText(text: string, schema: object, validate: ValidateFunction): CheckedReply {
  const fits = (value: unknown) => asMeant(value, schema, validate) !== undefined;
  // A text that is long is checked in a thread, where it holds nobody up.
  const read = readJsonReply(text, fits, Number.POSITIVE_INFINITY);
  if (read.ok && validate(read.value)) return { ok: true, json: read.text };
  const meant = read.ok ? asMeant(read.value, schema, validate) : undefined;
  const known = meant ?? asMeant(mendedJson(text), schema, validate);
  if (known !== undefined) return { ok: true, json: JSON.stringify(known) };
  if (!read.ok) return { ok: false, reason: `the reply is not JSON: ${read.reason}` };
  validate(read.value); // its errors are told, not those of what was meant
  return { ok: false, reason: `the reply does not fit its schema: ${explain(validate)}` };
}

/** A value that fits, once its words of an enum are spelled as the schema has them, and what is left out is `null`. */
function asMeant(value: unknown, schema: object, validate: ValidateFunction): unknown {
  if (validate(value)) return value;
  const meant = withNulls(withMeantWords(value, schema), schema);
  return meant !== value && validate(meant) ? meant : undefined;
}

function explain(validate: ValidateFunction): string {
  const errors = validate.errors ?? [];
  const shown = errors.slice(0, reasonsShown).map(({ instancePath, message, params }) => {
    const extra =
      'additionalProperty' in params ? ` '${String(params['additionalProperty'])}'` : '';
    const allowed = 'allowedValues' in params ? ` ${JSON.stringify(params['allowedValues'])}` : '';
    const what = `${instancePath === '' ? 'the value' : instancePath} ${message ?? 'is wrong'}${extra}${allowed}`;
    return beginningOf(what, longestPart);
  });
  const more = errors.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
