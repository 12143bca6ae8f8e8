import { beginningOf } from '../../../core/unicode.ts';
import { isObject, parseJson } from '../../../core/parse-json.ts';
import { objectAt } from '../reading/fields.ts';
import type { ServerRefusal } from './server-refusal.ts';

/** What a server's error says for itself. */
export interface ServerWords {
  /** Its message, with what it passes on from a server behind it; '' if it says nothing. */
  words: string;
  /** Codes and types as it has them, in lower case. */
  codes: string[];
  /** The status it names in its body; `null`: none. */
  status: number | null;
  /** Fields of the request that it names besides its words. */
  fields: string[];
  /** How long it asks to wait, in seconds or as a duration; `undefined`: it does not say. */
  wait: unknown;
  /** What the model wrote that could not be read. */
  failed: string;
}

const longest = 600;

/** Texts of a body that are told, and characters of each that are looked at. */
const textsAtMost = 20;
const readAtMost = 2_000;

/** Of a page of HTML, as much as may hold some words. */
const pageAtMost = 8_000;

/** Values of a body that are looked at. */
const nodesAtMost = 300;

const deepest = 8;

/** Fields whose texts are what a server says. */
const telling = new Set([
  'message',
  'Message',
  'msg',
  'error',
  'errors',
  'detail',
  'details',
  'reason',
  'title',
  'description',
  'error_message',
  'errorMessage',
  'error_description',
  'error_msg',
  'status_msg',
  'faultstring',
  'fault',
  'raw',
  'metadata',
  'innererror',
  'base_resp',
  'body',
  'response',
  'cause',
  'loc',
]);

const coded = new Set([
  'code',
  'type',
  'status',
  'error_code',
  'errorCode',
  'status_code',
  'statusCode',
]);
const waiting = new Set([
  'retryDelay',
  'retry_after',
  'retryAfter',
  'retry_after_seconds',
  'estimated_time',
]);

/** Reads what a server says, in whatever shape it comes; in bounded time, whatever it holds. */
export function serverWords(refusal: Pick<ServerRefusal, 'body'>): ServerWords {
  const known = read.get(refusal) ?? wordsIn(refusal);
  read.set(refusal, known);
  return known;
}

/** One refusal is asked for its words by several. */
const read = new WeakMap<object, ServerWords>();

function wordsIn({ body }: Pick<ServerRefusal, 'body'>): ServerWords {
  const found: ServerWords = {
    words: '',
    codes: [],
    status: null,
    fields: [],
    wait: undefined,
    failed: '',
  };
  const value = typeof body === 'string' ? parsed(body) : body;
  const said: string[] = [];
  if (typeof value === 'string') said.push(isPage(value) ? withoutTags(value) : value);
  else collect(value, found, said);
  return { ...found, words: shorten(joined(said)) };
}

function parsed(text: string): unknown {
  const json = /^\s*[[{"]/.test(text.slice(0, 100)) ? parseJson(text) : undefined;
  return json?.ok ? json.value : text;
}

/** Breadth first: what stands nearer to the top is said first. */
function collect(root: unknown, found: ServerWords, said: string[]): void {
  const queue = [{ name: 'error', value: root, depth: 0 }];
  for (let at = 0; at < queue.length && at < nodesAtMost; at += 1) {
    const { name, value, depth } = queue[at] ?? { name: '', value: null, depth: deepest };
    note(name, value, found);
    if (typeof value === 'string' && telling.has(name))
      sayOrOpen(name, value, { depth, queue, said });
    if (depth >= deepest) continue;
    if (Array.isArray(value))
      queue.push(
        ...value
          .slice(0, 20)
          .map((each: unknown) => ({ name, value: placed(each), depth: depth + 1 })),
      );
    else if (isObject(value))
      for (const [key, each] of Object.entries(value).slice(0, 40))
        if (isOfInterest(key, each)) queue.push({ name: key, value: each, depth: depth + 1 });
  }
}

function isOfInterest(key: string, value: unknown): boolean {
  return (
    telling.has(key) ||
    coded.has(key) ||
    waiting.has(key) ||
    ['param', 'failed_generation', 'violations', 'fieldViolations', 'field'].includes(key) ||
    (/error|exception/i.test(key) && typeof value === 'object')
  );
}

interface Opened {
  depth: number;
  queue: { name: string; value: unknown; depth: number }[];
  said: string[];
}

/** A gateway passes on what another server said, as a text that is JSON. */
function sayOrOpen(name: string, text: string, { depth, queue, said }: Opened): void {
  const value = name === 'type' ? text : parsed(text);
  if (typeof value === 'object' && value !== null)
    queue.push({ name: 'error', value, depth: depth + 1 });
  else if (text.trim() !== '' && name !== 'loc') said.push(isPage(text) ? withoutTags(text) : text);
}

/** As FastAPI says it: `{loc: ['body', 'messages'], msg: 'field required'}`. */
function placed(value: unknown): unknown {
  const { loc, msg } = objectAt(value);
  if (!Array.isArray(loc) || typeof msg !== 'string') return value;
  return { ...objectAt(value), loc: undefined, msg: `${loc.map(String).join('.')}: ${msg}` };
}

function note(name: string, value: unknown, found: ServerWords): void {
  if (coded.has(name)) {
    const status = typeof value === 'object' ? Number.NaN : Number(value);
    if (Number.isInteger(status) && status >= 400 && status < 600) found.status ??= status;
    if (typeof value === 'string' || typeof value === 'number')
      found.codes.push(String(value).slice(0, 100).toLowerCase());
  }
  if ((name === 'param' || name === 'field') && typeof value === 'string')
    found.fields.push(value.slice(0, 200));
  if (waiting.has(name) && (typeof value === 'string' || typeof value === 'number'))
    found.wait ??= value;
  if (name === 'failed_generation' && typeof value === 'string')
    found.failed = beginningOf(value, 4_000);
}

/** Each once; what only repeats a part of another says nothing. */
function joined(said: readonly string[]): string {
  const texts = [
    ...new Set(said.slice(0, textsAtMost).map((text) => text.slice(0, readAtMost).trim())),
  ].filter(Boolean);
  return texts
    .filter((text, index) => !texts.some((other, at) => at !== index && other.includes(text)))
    .join(': ');
}

function isPage(text: string): boolean {
  return /^\s*<(?:!doctype|html|\?xml|head|body)/i.test(text.slice(0, 500));
}

function withoutTags(page: string): string {
  return page
    .slice(0, pageAtMost)
    .replaceAll(/<(script|style)\b[^<]*(?:<(?!\/\1)[^<]*)*<\/\1>/gi, ' ')
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  return `${beginningOf(line, longest)}…`;
}
