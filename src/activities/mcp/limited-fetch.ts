import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';

/**
 * A `fetch` that takes no message without end: the body of an answer, and each event of a stream, has
 * so many bytes at most.
 *
 * @param onTooLarge told of one that has more, which is read no further
 */
export function limitedFetch(limitBytes: number, onTooLarge: (error: Error) => void): FetchLike {
  return async (url, init) => {
    const response = await fetch(url, init);
    const { body, headers, status, statusText } = response;
    if (body === null) return response;
    const isStream = headers.get('content-type')?.includes('text/event-stream') ?? false;
    const tooLarge = new Error(`a message of more than ${limitBytes / 1_000_000} MB`);
    const sizeAfter = isStream ? eventSize() : wholeSize();
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        if (sizeAfter(piece) <= limitBytes) return controller.enqueue(piece);
        controller.error(tooLarge);
        onTooLarge(tooLarge);
      },
    });
    return new Response(body.pipeThrough(limit), { headers, status, statusText });
  };
}

/** Bytes so far, with those of the next piece. */
type SizeAfter = (piece: Uint8Array) => number;

function wholeSize(): SizeAfter {
  let bytes = 0;
  return (piece) => (bytes += piece.length);
}

const lineFeed = 10;
const carriageReturn = 13;

/** The largest number of bytes since an empty line, which ends an event. */
function eventSize(): SizeAfter {
  let bytes = 0;
  let isLineEmpty = true;
  return (piece) => {
    let most = bytes;
    for (const byte of piece) {
      bytes += 1;
      most = Math.max(most, bytes);
      if (byte === lineFeed) {
        if (isLineEmpty) bytes = 0;
        isLineEmpty = true;
      } else if (byte !== carriageReturn) isLineEmpty = false;
    }
    return most;
  };
}
