import { aString, type Form, objectOf, oneOf, orNull } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import { isObject } from '../../parse-json.ts';
import { beginningOf } from '../../unicode.ts';
import type { CheckDecision } from './check-types.ts';

/** What a check said, whoever made it. */
export interface Verdict {
  decision: CheckDecision;
  reason: string | null;
  /** What stands in the text's place; `null`: nothing does. */
  text: string | null;
}

/** Characters of a reason: it stands in the history, and in prompts. */
const longestReason = 2_000;

const decisions = ['pass', 'rewrite', 'sendBack', 'stop'] as const;
const expected = "expected 'pass', {rewrite: text}, {sendBack: reason} or {stop: reason}";

/** Reads what a function has returned, or says what is wrong with it. */
export function verdictOf(
  returned: unknown,
): { ok: true; value: Verdict } | { ok: false; reason: string } {
  if (returned === 'pass') return said('pass', null, null);
  if (!isObject(returned))
    return { ok: false, reason: `${expected}, and got ${inWords(returned)}` };
  const { reason = null, ...rest } = returned;
  const [[decision, text] = ['', null], ...more] = Object.entries(rest);
  const isKnown = decision === 'rewrite' || decision === 'sendBack' || decision === 'stop';
  if (!isKnown || more.length > 0 || !(reason === null || typeof reason === 'string'))
    return { ok: false, reason: `${expected}, and got {${Object.keys(returned).join(', ')}}` };
  if (typeof text !== 'string')
    return { ok: false, reason: `${expected}: '${decision}' is ${inWords(text)}` };
  const isRewrite = decision === 'rewrite';
  if (text.trim() === '')
    return { ok: false, reason: `'${decision}' needs a ${isRewrite ? 'text' : 'reason'}` };
  return isRewrite ? said(decision, reason, text) : said(decision, text, null);
}

function said(decision: CheckDecision, reason: string | null, text: string | null) {
  const value = { decision, reason: reason && beginningOf(reason, longestReason), text };
  return { ok: true, value } as const;
}

function inWords(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : typeof value;
}

/** The title of the JSON Schema of an agent's verdict. */
export const checkTitle = 'Check';

/** An agent's verdict, as it replies it. */
export const verdictJsonSchema: JsonSchema = {
  title: checkTitle,
  ...closed({
    reason: { type: 'string' },
    decision: { type: 'string', enum: [...decisions] },
    text: {
      type: ['string', 'null'],
      description: 'With rewrite: the whole text as it goes on. Otherwise null.',
    },
  }),
};

export const verdictReplyForm: Form<Verdict> = objectOf({
  reason: aString,
  decision: oneOf(...decisions),
  text: orNull(aString),
});

/** What a verdict of the right form lacks, for the model to mend. */
export function verdictProblems({ decision, reason, text }: Verdict): string[] {
  if (decision === 'rewrite' && !text?.trim()) return ['text: a rewrite needs the whole text'];
  const needsReason = decision === 'sendBack' || decision === 'stop';
  return needsReason && !reason?.trim() ? [`reason: ${decision} needs one`] : [];
}

/** A verdict of an agent as one of a function stands. */
export function asVerdict({ decision, reason, text }: Verdict): Verdict {
  const words = reason?.trim() ? beginningOf(reason.trim(), longestReason) : null;
  return { decision, reason: words, text: decision === 'rewrite' ? text : null };
}
