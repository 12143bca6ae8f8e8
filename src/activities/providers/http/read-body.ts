import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A body that is over what is read of one. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';

  constructor(limit: number) {
    super(`a body of more than ${Math.round(limit / 1024 / 1024)} MB`);
  }
}

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** How much of a body is read to its end once there is enough of it: its connection is used again then. */
const drained = { bytes: 64 * 1024, ms: 250 } as const;

/** The body of an answer as it comes, decompressed. */
export class BodyFlow {
  readonly #body: Readable;
  readonly #source: Readable;
  readonly #limit: number;
  #bytes = 0;
  #bytesAtEnd = Infinity;
  #settle: (error?: unknown) => void = () => undefined;

  /** @param limit bytes after decompression */
  constructor(body: Readable, headers: Headers, limit: number) {
    const decoder = decoders[headers.get('content-encoding')?.trim().toLowerCase() ?? '']?.();
    this.#body = body;
    // The error of either comes out where the last of them is read.
    this.#source = decoder === undefined ? body : pipeline(body, decoder, () => undefined);
    this.#limit = limit;
  }

  /**
   * Gives each chunk, until the body ends or `stop` is called.
   *
   * @throws BodyTooLarge as soon as it is over the limit, and what `take` throws; the connection is then
   *   closed
   */
  async run(take: (chunk: Buffer) => void): Promise<void> {
    const source = this.#source;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = (error) => (error === undefined ? resolve() : reject(error));
        source.on('error', reject);
        source.once('end', resolve);
        source.once('close', () => reject(new Error('the connection was closed')));
        source.on('data', (chunk: Buffer) => this.#give(chunk, take));
      });
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  /** There is enough of it. Whether its connection can be used again is seen to meanwhile. */
  stop(): void {
    if (this.#bytesAtEnd < Infinity) return;
    this.#bytesAtEnd = this.#bytes + drained.bytes;
    this.#settle();
    const timer = setTimeout(() => this.#close(), drained.ms).unref();
    this.#source.once('close', () => clearTimeout(timer));
  }

  #give(chunk: Buffer, take: (chunk: Buffer) => void): void {
    this.#bytes += chunk.length;
    if (this.#bytesAtEnd < Infinity) {
      if (this.#bytes > this.#bytesAtEnd) this.#close();
      return;
    }
    try {
      if (this.#bytes > this.#limit) throw new BodyTooLarge(this.#limit);
      take(chunk);
    } catch (error) {
      this.#settle(error);
      this.#close();
    }
  }

  #close(): void {
    this.#body.on('error', () => undefined); // that it was closed
    this.#body.destroy();
  }
}

/** A whole body as text; one that is too large is cut. */
export async function readText(body: Readable, headers: Headers, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    await new BodyFlow(body, headers, limit).run((chunk) => void chunks.push(chunk));
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}
