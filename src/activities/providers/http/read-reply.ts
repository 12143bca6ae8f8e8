import { parseJson } from '../../../core/parse-json.ts';
import { MalformedReply } from '../problems/malformed-reply.ts';
import { refusalIn, ServerRefusal, tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject } from '../provider.ts';
import { isObject } from '../reading/fields.ts';
import { type Assembler, EventReader } from './events.ts';
import type { Answer } from './provider-fetch.ts';
import { bodyChunks } from './read-body.ts';

/** Of a reply; a million tokens have some 6 MB. */
const longestReply = 16 * 1024 * 1024;

/** How a body is told from an error, and a stream is put together. */
export interface ReplyForm {
  /** Whether an object is a reply of the API. */
  isReply(body: JsonObject): boolean;
  assembler(): Assembler;
}

/**
 * The reply in an answer of success, whatever its content type says: JSON, or a stream of events,
 * which a server may also send unasked.
 *
 * @param response what the SDK's `asResponse()` gives
 * @throws ServerRefusal when it tells of an error
 * @throws MalformedReply when it is neither, or a stream that broke off
 * @throws BodyTooLarge
 */
export async function readReply(response: Response, form: ReplyForm): Promise<JsonObject> {
  const { body, headers } = response as unknown as Answer;
  const chunks = bodyChunks(body, headers, longestReply);
  const { value: first } = await nextWith(chunks);
  if (first === undefined) throw new MalformedReply('an empty body');
  if (isEvents(headers, first)) return await readEvents(first, chunks, form.assembler());
  const rest: Buffer[] = [first];
  for await (const chunk of chunks) rest.push(chunk);
  return parseReply(Buffer.concat(rest).toString('utf8'), headers, form);
}

/** The first chunk that has anything in it. */
async function nextWith(chunks: AsyncGenerator<Buffer>): Promise<{ value?: Buffer }> {
  for (;;) {
    const next = await chunks.next();
    if (next.done === true) return {};
    if (next.value.length > 0) return { value: next.value };
  }
}

function isEvents(headers: Headers, first: Buffer): boolean {
  if (/event-stream/i.test(headers.get('content-type') ?? ''))
    return !/^\s*[{[<]/.test(head(first));
  return /^\s*(?:data|event|id|retry)?:/.test(head(first));
}

const head = (chunk: Buffer) => chunk.subarray(0, 100).toString('latin1');

async function readEvents(
  first: Buffer,
  chunks: AsyncGenerator<Buffer>,
  assembler: Assembler,
): Promise<JsonObject> {
  const events = new EventReader(assembler);
  events.feed(first);
  try {
    if (!events.isEnded()) await feedAll(events, chunks);
    events.end();
  } catch (error) {
    // What comes after the end of a reply takes nothing from it.
    if (error instanceof ServerRefusal || assembler.reply() === undefined) throw error;
  }
  await chunks.return(undefined);
  const reply = assembler.reply();
  if (reply === undefined) throw new MalformedReply('a stream that broke off before its end');
  return reply;
}

/** A server that keeps the connection after the end is not waited for. */
async function feedAll(events: EventReader, chunks: AsyncGenerator<Buffer>): Promise<void> {
  for await (const chunk of chunks) {
    events.feed(chunk);
    if (events.isEnded()) return;
  }
}

function parseReply(text: string, headers: Headers, form: ReplyForm): JsonObject {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new MalformedReply(describeText(text));
  const { value } = parsed;
  const [only] = Array.isArray(value) && value.length === 1 ? value : [value];
  if (!isObject(only)) throw new MalformedReply(`${describeValue(value)} instead of a JSON object`);
  if (form.isReply(only)) return only;
  if (tellsOfError(only)) throw refusalIn(value, headers);
  throw new MalformedReply('JSON that is not a reply of its API');
}

function describeText(text: string): string {
  if (text.trim() === '') return 'an empty body';
  return /^\s*<(?:!doctype|html|\?xml)/i.test(text.slice(0, 500))
    ? 'an HTML page'
    : 'something that is not JSON';
}

function describeValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'a plain text' : `a ${typeof value}`;
}
