import { isObject, parseJson } from '../../core/parse-json.ts';

/**
 * A structured reply for people: a plan, a review, a vote. What is no JSON object is as it is.
 *
 * @param reply as it is stored
 */
export function readableReply(reply: string): string {
  const parsed = parseJson(reply);
  return parsed.ok && isObject(parsed.value) ? fieldLines(parsed.value).join('\n') : reply;
}

function fieldLines(value: Record<string, unknown>): string[] {
  return Object.entries(value).flatMap(([name, field]) => {
    if (isEmpty(field)) return [];
    if (Array.isArray(field) && field.some(isObject))
      return [`${name}:`, ...field.map((each) => `- ${inWords(each)}`)];
    return [`${name}: ${inWords(field)}`];
  });
}

function isEmpty(field: unknown): boolean {
  return field === '' || field === null || (Array.isArray(field) && field.length === 0);
}

/** One value on one line: `t1 · Writer · look it up`, `t1, t2`. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (!isObject(value)) return String(value);
  const fields = Object.entries(value).filter(([, field]) => !isEmpty(field));
  return fields
    .map(([name, field]) => (isText(field) ? field : `${name} ${inWords(field)}`))
    .join(' · ');
}

function isText(field: unknown): field is string {
  return typeof field === 'string';
}
