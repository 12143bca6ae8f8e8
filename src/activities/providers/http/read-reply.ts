import { isObject, parseJson } from '../../../core/parse-json.ts';
import { MalformedReply } from '../problems/malformed-reply.ts';
import { refusalIn, ServerRefusal, tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject } from '../provider.ts';
import { type Assembler, EventReader } from './events.ts';
import { Hearing } from './hearing.ts';
import type { Answer } from './provider-fetch.ts';
import { bodyChunks } from './read-body.ts';

/** Of a reply; a million tokens have some 6 MB. */
const longestReply = 16 * 1024 * 1024;

/** How long more is waited for, in ms, where a reply is whole and its stream has not ended. */
const graceMs = 2_000;

/** The same, where only the mark that ends it is missing. */
const markGraceMs = 250;

/** How a body is told from an error, and a stream is put together. */
export interface ReplyForm {
  /** Whether an object is a reply of the API. */
  isReply(body: JsonObject): boolean;
  /** @param hearing is told what comes, while it comes */
  assembler(hearing: Hearing): Assembler;
}

/**
 * The reply in an answer of success, whatever its content type says: JSON, or a stream of events,
 * which a server may also send unasked.
 *
 * @param response what the SDK's `asResponse()` gives
 * @param hearing is told what comes of a stream; default: nobody
 * @throws ServerRefusal when it tells of an error
 * @throws MalformedReply when it is neither, or a stream that broke off
 * @throws BodyTooLarge
 */
export async function readReply(
  response: Response,
  form: ReplyForm,
  hearing = new Hearing(),
): Promise<JsonObject> {
  const { body, headers } = response as unknown as Answer;
  const chunks = bodyChunks(body, headers, longestReply);
  const { value } = await nextWith(chunks);
  if (value === undefined) throw new MalformedReply('an empty body');
  const first = withoutMark(value);
  if (isEvents(headers, first))
    return await readEvents(first, { chunks, body }, form.assembler(hearing));
  hearing.isPlain();
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

/** Some servers put a byte order mark in front. */
function withoutMark(chunk: Buffer): Buffer {
  return chunk.subarray(0, 3).equals(Buffer.from('\ufeff')) ? chunk.subarray(3) : chunk;
}

function isEvents(headers: Headers, first: Buffer): boolean {
  if (/event-stream/i.test(headers.get('content-type') ?? ''))
    return !/^\s*[{[<]/.test(head(first));
  return /^\s*(?:data|event|id|retry)?:/.test(head(first));
}

const head = (chunk: Buffer) => chunk.subarray(0, 100).toString('latin1');

/** What is left of a body. */
interface Rest {
  chunks: AsyncGenerator<Buffer>;
  body: Answer['body'];
}

async function readEvents(first: Buffer, rest: Rest, assembler: Assembler): Promise<JsonObject> {
  const events = new EventReader(assembler);
  try {
    events.feed(first);
    await feedAll(events, rest, assembler);
    events.end();
  } catch (error) {
    // What comes after the end of a reply takes nothing from it.
    if (error instanceof ServerRefusal || !assembler.isWhole()) throw error;
  } finally {
    // The generator alone would wait for a next chunk first.
    rest.body.destroy();
    void rest.chunks.return(undefined).catch(() => undefined);
  }
  const reply = assembler.reply();
  if (reply !== undefined) return reply;
  if (events.words !== undefined) throw refusalIn(events.words);
  throw new MalformedReply('a stream that broke off before its end');
}

/** A server that keeps the connection after the end is not waited for, or only for a moment. */
async function feedAll(events: EventReader, { chunks }: Rest, assembler: Assembler): Promise<void> {
  let taken = -1;
  let end = Infinity;
  while (!events.isEnded()) {
    // Comments that keep the connection alive are no events.
    if (assembler.isWhole() && events.taken !== taken)
      end = performance.now() + (assembler.isEnded() ? markGraceMs : graceMs);
    taken = events.taken;
    const next = await nextBefore(end, chunks);
    if (next === undefined || next.done === true) return;
    events.feed(next.value);
  }
}

/** The next chunk; `undefined` where it did not come in time. */
async function nextBefore(
  end: number,
  chunks: AsyncGenerator<Buffer>,
): Promise<IteratorResult<Buffer> | undefined> {
  const next = chunks.next();
  if (end === Infinity) return await next;
  next.catch(() => undefined); // that of a body which is closed meanwhile
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, end - performance.now()));
  });
  try {
    return await Promise.race([next, late]);
  } finally {
    clearTimeout(timer);
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
