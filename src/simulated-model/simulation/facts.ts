import { keyPhrases } from './key-phrases.ts';
import { beginningOf } from './topic.ts';

/** Something that a user wants kept. */
export interface TaughtFact {
  key: string;
  value: string;
}

/** Characters of a message that are looked at. */
const looked = 2_000;

const remember =
  /(?:\bremember|\b(?:don['’]t|do not|never) forget|\bkeep in mind)\b(?: that\b)?[\s:,]*/i;
const recalling = /\b(?:(?:do|did|don['’]t|if|what) you|i|we|they)(?: still| can)? remember\b/i;
const forget = /\b(?:forget|delete|erase)\b(?: (?:about|that))? (.+)/i;
const nextFact = /,? and (?:also )?(?:that )?(?=(?:my|i|i['’]m|call me)\b)/i;

/** What is said of a user, and the key it is kept by. */
const known: readonly [pattern: RegExp, key: string][] = [
  [/^(?:i['’]m|i am) called (.+)/i, 'name'],
  [/^call me (.+)/i, 'name'],
  [/^I(?:['’]m| am) (\p{Lu}\p{L}+)$/u, 'name'],
  [/^i (?:now )?(?:live|am living) in (.+)/i, 'city'],
  [/^i(?:['’]m| am) from (.+)/i, 'home'],
  [/^i work (?:at|for) (.+)/i, 'employer'],
  [/^i work as (?:an? )?(.+)/i, 'job'],
  [/^i (?:like|love|prefer) (.+)/i, 'likes'],
  [/^i (?:hate|dislike|do not like|don['’]t like) (.+)/i, 'dislikes'],
];

const named = /^(?:my|our|the) (.{1,60}?) (?:is|are|=) (.+)/i;
const asked: readonly [pattern: RegExp, key: string][] = [
  [/^where i live/i, 'city'],
  [/^where i (?:am|come) from/i, 'home'],
  [/^who i am/i, 'name'],
];

/** What a message asks to be remembered: "Remember my name is Phil and that I live in London." */
export function factsIn(message: string): TaughtFact[] {
  return sentencesOf(message).flatMap((sentence) => {
    const found = remember.exec(sentence);
    if (found === null || recalling.test(sentence)) return [];
    const told = sentence.slice(found.index + found[0].length);
    return told.split(nextFact).flatMap((clause) => factOf(clause, sentence.endsWith('?')));
  });
}

function factOf(clause: string, isQuestion: boolean): TaughtFact[] {
  const text = trimmed(clause);
  for (const [pattern, key] of known) {
    const value = pattern.exec(text)?.[1];
    if (value !== undefined) return [{ key, value: trimmed(value) }];
  }
  const [, key, value] = named.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return [{ key: keyOf(key), value: trimmed(value) }];
  // "Can you remember my name?" tells nothing.
  if (text === '' || isQuestion) return [];
  return [{ key: keyPhrases(text, 1)[0]?.toLowerCase() ?? 'note', value: text }];
}

/** The keys of what a message asks to be forgotten: "Forget my name." */
export function forgottenIn(message: string): string[] {
  return sentencesOf(message).flatMap((sentence) => {
    if (remember.test(sentence)) return [];
    const told = trimmed(forget.exec(sentence)?.[1] ?? '');
    const key = asked.find(([pattern]) => pattern.test(told))?.[1];
    if (key !== undefined) return [key];
    const name = /^my (.{1,60})/i.exec(told)?.[1];
    return name === undefined ? [] : [keyOf(name)];
  });
}

function sentencesOf(message: string): string[] {
  return beginningOf(message, looked)
    .split(/(?<=[.!?])\s|\n/)
    .map((sentence) => sentence.trim());
}

function keyOf(name: string): string {
  return name.trim().toLowerCase();
}

function trimmed(text: string): string {
  return text
    .replace(/[\s.,;:!?]+$/, '')
    .replace(/,? please$/i, '')
    .trim();
}
