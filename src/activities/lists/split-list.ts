import { Failure, failure } from '../../core/failures.ts';
import type { ListFormat } from '../../core/list-items.ts';
import { isObject, parseJson } from '../../core/parse-json.ts';

/**
 * The items that a text holds: its lines that are not blank, or the elements of a JSON list. One that is
 * no text is written as JSON.
 *
 * @throws `Input.Invalid` for what is no list
 */
export function splitList(text: string, format: ListFormat): string[] {
  if (format === 'lines') return text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  return elementsIn(text).map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
}

function elementsIn(text: string): unknown[] {
  const parsed = parseJson(withoutFence(text), Number.POSITIVE_INFINITY);
  if (!parsed.ok) throw noList(`it is not valid JSON: ${parsed.reason}`);
  if (Array.isArray(parsed.value)) return parsed.value as unknown[];
  const list = onlyListIn(parsed.value);
  if (list === null) throw noList('it is JSON, but not a list, nor an object with one list in it');
  return list;
}

/** Models put JSON between fences. */
function withoutFence(text: string): string {
  return /^\s*```(?:json)?\s*\n([^]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text;
}

/** Where a schema has to be of an object, its list is the one field that is a list. */
function onlyListIn(value: unknown): unknown[] | null {
  if (!isObject(value)) return null;
  const lists = Object.values(value).filter((each) => Array.isArray(each));
  return lists.length === 1 ? (lists[0] ?? null) : null;
}

function noList(problem: string) {
  const message = `the text that should be a list of items is none: ${problem}. To do: give a JSON list such as ["one", "two"], or use 'lines'`;
  return failure(Failure.inputInvalid, message);
}
