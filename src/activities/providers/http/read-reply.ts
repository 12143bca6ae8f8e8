import { isObject, parseJson } from '../../../core/parse-json.ts';
import { MalformedReply } from '../problems/malformed-reply.ts';
import { refusalIn, tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject } from '../provider.ts';
import type { Assembler } from './events.ts';
import { Hearing } from './hearing.ts';
import type { Answer } from './provider-fetch.ts';
import { BodyFlow } from './read-body.ts';
import { StreamedReply } from './streamed-reply.ts';

/** Of a reply; a million tokens have some 6 MB. */
const longestReply = 16 * 1024 * 1024;

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
  const flow = new BodyFlow(body, headers, longestReply);
  const plain: Buffer[] = [];
  let stream: StreamedReply | undefined;
  const begin = (chunk: Buffer) => {
    if (isEvents(headers, chunk)) stream = new StreamedReply(form.assembler(hearing), flow);
    else hearing.isPlain();
  };
  const take = (given: Buffer) => {
    const isFirst = stream === undefined && plain.length === 0;
    const chunk = isFirst ? withoutMark(given) : given;
    if (isFirst && given.length > 0) begin(chunk);
    const events = stream;
    if (events !== undefined) hearing.gather(() => events.feed(chunk));
    else if (given.length > 0) plain.push(chunk);
  };
  try {
    await flow.run(take);
  } catch (error) {
    if (stream === undefined) throw error;
    stream.fail(error);
  }
  if (stream !== undefined) return stream.end();
  if (plain.length === 0) throw new MalformedReply('an empty body');
  return parseReply(Buffer.concat(plain).toString('utf8'), headers, form);
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
