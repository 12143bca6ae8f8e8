import type { SplitMessage } from './earlier.ts';

const labelled = /^[ \t]*(?:question|topic|task|request|motion|subject)[ \t]*:[ \t]*(\S[^\n]*)/im;
const quoted = /“([^”]{1,200})”/;

/**
 * What the conversation is about: what stands between tags, a labelled or asked question, else the topic of earlier simulated
 * texts, else the first line that says something.
 */
export function topicOf({ own, earlier, subject }: SplitMessage, firstMessage: string): string {
  const found =
    askedIn(subject) ??
    firstLine(subject) ??
    labelled.exec(own)?.[1] ??
    askedIn(own) ??
    earlier.map(({ text }) => quoted.exec(text)?.[1]).find(Boolean) ??
    firstLine(own) ??
    askedIn(firstMessage) ??
    firstLine(firstMessage) ??
    firstLine(earlier[0]?.text ?? '') ??
    'this request';
  return shorten(found, 14).replace(/[“”"]/g, "'");
}

/** The first sentence that ends in a question mark. */
function askedIn(text: string): string | undefined {
  const end = text.indexOf('?');
  if (end < 0) return undefined;
  return text
    .slice(0, end)
    .split(/[.!]\s|\n/)
    .at(-1);
}

/** A line that ends in a colon announces something; it is not the subject. */
function firstLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /\p{L}/u.test(line) && !line.endsWith(':'));
}

/** The first characters of a text, and not half of one. */
export function beginningOf(text: string, characters: number): string {
  return text.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '');
}

/** The first words of a text, without the punctuation that ends it. */
export function shorten(text: string, words: number): string {
  const all = text.trim().split(/\s+/);
  const kept = beginningOf(all.slice(0, words).join(' '), 140);
  return kept.replace(/[\s.,;:!?]+$/, '') + (all.length > words ? ' …' : '');
}
