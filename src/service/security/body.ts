import { RefusedRequest } from '../errors.ts';
import { jsonProblem } from './json-size.ts';

/**
 * The body of a request, as JSON. What is too long is not read to its end.
 *
 * @throws 400 for what is no JSON or nested too deep, 413 for too much, 415 for another type
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/([\w.+-]+\+)?json *(;|$)/i.test(type.trim())) {
    const message = "the body has to be JSON, with the header 'Content-Type: application/json'";
    throw new RefusedRequest('Request.WrongMediaType', message);
  }
  const text = await readText(request, maxBytes);
  const problem = jsonProblem(text);
  if (problem !== undefined) throw malformed(problem);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBytes) throw tooLong(maxBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLong(maxBytes);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw malformed('it is not UTF-8 text');
  }
}

function tooLong(maxBytes: number) {
  const message = `the body is longer than ${maxBytes} bytes, which is as much as is taken`;
  return new RefusedRequest('Request.TooLarge', message, { headers: { connection: 'close' } });
}

function malformed(message: string) {
  return new RefusedRequest('Request.Malformed', `the body cannot be read: ${message}`);
}
