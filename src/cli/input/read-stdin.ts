import { Failure, failure } from '../../core/failures.ts';
import { refuse } from './refused-input.ts';

/** More than any run takes: a stream that never ends has to end here. */
const limitBytes = 2 * 1024 * 1024;

/**
 * All of stdin, as UTF-8 text.
 *
 * @throws `Payload.TooLarge` for more than 2 MB
 */
export async function readStdin(): Promise<string> {
  const stream: AsyncIterable<Uint8Array> = process.stdin;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const read = Buffer.from(chunk);
    bytes += read.length;
    if (bytes > limitBytes) {
      throw failure(
        Failure.payloadTooLarge,
        'stdin holds more than 2 MB, which is more than a run takes',
      );
    }
    chunks.push(read);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw refuse('stdin is not UTF-8 text');
  }
}
