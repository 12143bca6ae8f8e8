import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A body that is over what is read of one. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';

  constructor(limit: number) {
    super(`a body of more than ${Math.round(limit / 1024 / 1024)} MB`);
  }
}

const decoders: Record<string, () => NodeJS.ReadWriteStream & AsyncIterable<Buffer>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The body of an answer as it comes, decompressed.
 *
 * @param limit bytes after decompression
 * @throws BodyTooLarge as soon as it is over the limit; the connection is then closed
 */
export async function* bodyChunks(
  body: Readable,
  headers: Headers,
  limit: number,
): AsyncGenerator<Buffer> {
  const decoder = decoders[headers.get('content-encoding')?.trim().toLowerCase() ?? '']?.();
  // The error of either comes out where the last of them is read.
  const source = decoder === undefined ? body : pipeline(body, decoder, () => undefined);
  let bytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw new BodyTooLarge(limit);
      yield chunk;
    }
  } finally {
    body.destroy();
  }
}

/** A whole body as text; one that is too large is cut. */
export async function readText(body: Readable, headers: Headers, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of bodyChunks(body, headers, limit)) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}
