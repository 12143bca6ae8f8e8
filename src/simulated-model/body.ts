import type { IncomingMessage } from 'node:http';

/** The largest request body, in bytes. */
const maxBodyBytes = 32 * 1024 * 1024;

/** A body that was read, or the status and message that say why it cannot be used. */
export type BodyResult =
  | { ok: true; body: unknown }
  | { ok: false; status: 400 | 413; message: string };

/** Reads a JSON body. What is over the limit is read to its end and dropped, so that the client hears why. */
export async function readBody(incoming: IncomingMessage): Promise<BodyResult> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > maxBodyBytes) {
    return { ok: false, status: 413, message: `the body is over ${maxBodyBytes} bytes` };
  }
  return parseJson(Buffer.concat(chunks).toString('utf8'));
}

function parseJson(text: string): BodyResult {
  try {
    return { ok: true, body: JSON.parse(text) };
  } catch {
    return { ok: false, status: 400, message: 'the body is not JSON' };
  }
}
