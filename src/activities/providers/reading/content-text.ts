import { isObject } from '../../../core/parse-json.ts';
import type { JsonObject } from '../provider.ts';
import { textAt } from './fields.ts';

/** Parts that hold what a model thinks, not what it says. */
const thought = /think|reason|redacted|summary/i;

/** The text of a content: a string, or parts of which the spoken ones are joined. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(partText).join('');
  if (!isObject(content)) return '';
  return isData(content) ? JSON.stringify(content) : partText(content);
}

/** The parts of a content; a text, in a list too, is one. */
export function partsOf(content: unknown): JsonObject[] {
  const parts: unknown[] = Array.isArray(content) ? content : [content];
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [{ type: 'text', text: part }];
    if (!isObject(part)) return [];
    return !Array.isArray(content) && isData(part)
      ? [{ type: 'text', text: JSON.stringify(part) }]
      : [part];
  });
}

/** A reply in JSON that a server has parsed already. */
function isData(content: JsonObject): boolean {
  const names = Object.keys(content);
  return names.length > 0 && !names.some((name) => ['type', 'text', 'content'].includes(name));
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isObject(part) || thought.test(textAt(part['type']))) return '';
  const { text, content } = part;
  return isObject(text) ? textAt(text['value']) : textAt(text) || textAt(content);
}
