import { isObject, textAt } from './fields.ts';

/** Parts that hold what a model thinks, not what it says. */
const thought = /think|reason|redacted|summary/i;

/** The text of a content: a string, or parts of which the spoken ones are joined. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(partText).join('');
  return isObject(content) ? partText(content) : '';
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isObject(part) || thought.test(textAt(part['type']))) return '';
  const { text, content } = part;
  return isObject(text) ? textAt(text['value']) : textAt(text) || textAt(content);
}
