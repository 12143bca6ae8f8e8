import { textIn } from './text-field.ts';

/**
 * Texts as they travel. A text over 1 KB is stored once as a message and referred to by its id
 * from then on, so that a history grows with what was said, not with how often it was read.
 */

/** Bytes up to which a text travels as itself. */
const literalLimitBytes = 1024;

/**
 * How a text is written where it is inserted, so that it cannot end what it stands in. `tags:a,b`: it
 * stands between tags of these names, and is otherwise left as it is.
 */
export type Escape = 'xml' | 'json' | 'markdown' | 'numbered' | 'labeled' | `tags:${string}`;

/**
 * A piece of a text: itself, or a stored message put in its place when it is read; `field`: only that
 * text field of it, where it is a structured reply. What stands inside of something that is escaped
 * itself is escaped several times, in this order.
 */
export type Part = string | StoredPart;

/** A stored message that is put in its place when a text is read. */
export interface StoredPart {
  /** Its id. */
  message: string;
  bytes: number;
  escape?: Escape | Escape[];
  field?: string;
}

/** A text: itself, or pieces to be joined. */
export type Text = string | { parts: Part[] };

/** UTF-8 bytes of a string; the workflow sandbox has no `Buffer`. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Bytes of a text, those of the messages it refers to included. */
export function sizeOf(text: Text): number {
  return partsOf(text).reduce(
    (sum, part) => sum + (typeof part === 'string' ? bytesOf(part) : part.bytes),
    0,
  );
}

export function isLong(text: string): boolean {
  return text.length > literalLimitBytes || bytesOf(text) > literalLimitBytes;
}

/** A reference to a stored message, as a text. */
export function referTo(message: string, bytes: number): Text {
  return { parts: [{ message, bytes }] };
}

/**
 * The text of one field of a structured reply, which is stored once, as a part of it.
 *
 * @param reply whole, as it travels
 * @param value what stands in the field
 */
export function fieldOf(reply: Text | null, field: string, value: string): Text {
  const [part] = reply === null || !isLong(value) ? [] : partsOf(reply);
  if (part === undefined || typeof part === 'string') return value;
  return { parts: [{ message: part.message, bytes: bytesOf(value), field }] };
}

function partsOf(text: Text): Part[] {
  return typeof text === 'string' ? [text] : text.parts;
}

/** Joins texts without reading the stored ones. */
export function join(...texts: Text[]): Text {
  const parts: Part[] = [];
  for (const part of texts.flatMap(partsOf)) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
  if (parts.length === 0) return '';
  return parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : { parts };
}

/** The same text, with every piece of it escaped for where it is put. */
export function escapeText(text: Text, escape: Escape): Text {
  return join(
    ...partsOf(text).map((part) => {
      if (typeof part === 'string') return escapeString(part, escape);
      const before = part.escape === undefined ? [] : [part.escape].flat();
      return { parts: [{ ...part, escape: before.length === 0 ? escape : [...before, escape] }] };
    }),
  );
}

/** Escapes so that a text cannot end the element or the string it stands in. */
export function escapeString(text: string, escape: Escape): string {
  return isPlainEscape(escape) ? escapes[escape](text) : withoutTags(text, escape);
}

const escapes = {
  xml: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  json: (text) => JSON.stringify(text).slice(1, -1),
  // headings go two levels down, and no line underlines another
  markdown: (text) =>
    text
      .replaceAll(
        /^( {0,3})(#{1,6})(?=[ \t]|$)/gm,
        (_, indent: string, marks: string) =>
          `${indent}${'#'.repeat(Math.min(6, marks.length + 2))}`,
      )
      .replaceAll(/^( {0,3})(-+|=+)(?=[ \t]*$)/gm, '$1\\$2'),
  numbered: (text) => text.replaceAll(/(\r\n|[\n\r\u2028\u2029])(?!$)/g, '$1   '),
  labeled: (text) => text.replaceAll(/^(\s*)\[/gm, '$1\\['),
} satisfies Record<string, (text: string) => string>;

function isPlainEscape(escape: Escape): escape is keyof typeof escapes {
  return Object.hasOwn(escapes, escape);
}

function withoutTags(text: string, escape: string): string {
  const names = escape.slice('tags:'.length).split(',');
  return text.replaceAll(/<(?=\/([\w.:-]+))/g, (mark, name: string) =>
    names.includes(name.toLowerCase()) ? '&lt;' : mark,
  );
}

function isPieces(value: unknown): value is { parts: Part[] } {
  if (typeof value !== 'object' || value === null || !('parts' in value)) return false;
  return Object.keys(value).length === 1 && Array.isArray(value.parts);
}

/** A stored text as it is written where a piece stands. */
function escapedFor(content: string, { escape = [], field }: StoredPart): string {
  return [escape].flat().reduce(escapeString, textIn(content, field ?? null));
}

/** The ids of all messages that a JSON value refers to, each once, with their sizes. */
export function messagesIn(value: unknown): Map<string, number> {
  const found = new Map<string, number>();
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Map<string, number>): void {
  if (isPieces(value)) {
    for (const part of value.parts) {
      if (typeof part === 'object') found.set(part.message, part.bytes);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, found);
  }
}

/** A text with its stored pieces put in; `read` gives a message's content by its id. */
export function fill(text: Text, read: (message: string) => string): string {
  return partsOf(text)
    .map((part) => {
      if (typeof part === 'string') return part;
      const content = read(part.message);
      return escapedFor(content, part);
    })
    .join('');
}

/** A text with those of its stored pieces put in that are known. */
export function fillKnown(text: Text, known: ReadonlyMap<string, string>): Text {
  return join(
    ...partsOf(text).map((part): Text => {
      if (typeof part === 'string') return part;
      const content = known.get(part.message);
      if (content === undefined) return { parts: [part] };
      return escapedFor(content, part);
    }),
  );
}

/** A JSON value with those of its stored pieces put in that are known. */
export function fillAllKnown(value: unknown, known: ReadonlyMap<string, string>): unknown {
  if (isPieces(value)) return fillKnown(value, known);
  if (Array.isArray(value)) return value.map((inner) => fillAllKnown(inner, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fillAllKnown(inner, known)]),
  );
}

/** A JSON value in which every text has become a plain string. */
export function fillAll(value: unknown, read: (message: string) => string): unknown {
  if (isPieces(value)) return fill(value, read);
  if (Array.isArray(value)) return value.map((inner) => fillAll(inner, read));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fillAll(inner, read)]),
  );
}
