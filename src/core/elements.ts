import { escapeString, join, type Text } from './content.ts';

// How a prompt marks a part of it, and how that part is found again: text between tags of a name, on
// lines of its own, escaped so that it cannot end itself.

type Attributes = Readonly<Record<string, string>>;

/** A part of a prompt: `<name a="…">`, its content and `</name>`. The content is escaped by whoever gives it. */
export function element(name: string, content: string, attributes?: Attributes): string;
export function element(name: string, content: Text, attributes?: Attributes): Text;
export function element(name: string, content: Text, attributes: Attributes = {}): Text {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeAttribute(value)}"`,
  );
  return join(`<${name}${written.join('')}>\n`, content, `\n</${name}>`);
}

/** Escapes so that a text cannot end the attribute or the line it stands in a tag of. */
export function escapeAttribute(text: string): string {
  return escapeString(text, 'xml').replaceAll('"', '&quot;');
}

/** A text on one line, escaped: for a list in which every line is somebody's own. */
export function onOneLine(text: string): string {
  return escapeString(text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim(), 'xml');
}

/** An element that was found in a prompt, with nothing escaped any more. */
export interface Element {
  name: string;
  attributes: Attributes;
  content: string;
}

/** A prompt taken apart. */
export interface TakenApart {
  /** The elements that were looked for, in order. */
  elements: Element[];
  /** What stands around them, as it is written. */
  rest: string[];
}

/** Takes the elements of some names out of a prompt. */
export function takeElements(prompt: string, ...names: string[]): TakenApart {
  const tag = new RegExp(`<(${names.join('|')})((?: [\\w-]+="[^"<>]*")*)>`, 'g');
  const elements: Element[] = [];
  const rest: string[] = [];
  let from = 0;
  for (let found = tag.exec(prompt); found !== null; found = tag.exec(prompt)) {
    const [opening, name = '', attributes = ''] = found;
    const start = found.index + opening.length;
    const end = prompt.indexOf(`</${name}>`, start);
    if (end < 0) break; // nor is there one after it, and to look for it again and again takes long
    rest.push(prompt.slice(from, found.index));
    const content = prompt.slice(start, end).replace(/^\n/, '').replace(/\n$/, '');
    elements.push({
      name,
      attributes: readAttributes(attributes),
      content: unescapeString(content),
    });
    from = end + name.length + 3;
    tag.lastIndex = from;
  }
  return { elements, rest: [...rest, prompt.slice(from)] };
}

/** The elements of a name in a prompt, in order. */
export function elementsIn(prompt: string, name: string): Element[] {
  return takeElements(prompt, name).elements;
}

/** What stands before the first of some marks; all of it where there is none. */
export function textBefore(prompt: string, ...marks: string[]): string {
  return marks.reduce((text, mark) => text.split(mark, 1)[0] ?? '', prompt);
}

function readAttributes(written: string): Attributes {
  const pairs = written.matchAll(/([\w-]+)="([^"]*)"/g);
  return Object.fromEntries(
    [...pairs].map(([, key = '', value = '']) => [key, unescapeString(value)]),
  );
}

/** What `escapeString` (for XML) and `escapeAttribute` have escaped, as it was. */
export function unescapeString(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
