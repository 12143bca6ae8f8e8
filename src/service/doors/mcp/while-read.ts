import { messageOf } from '../../../core/failures.ts';

/**
 * An answer that tells when it begins to be read and when that ends, be it that it was read to its end,
 * that the reader has gone, or that it has broken off. Why that is, is told to the log: whoever serves the
 * answer would write it to the client, and to the console.
 */
export function whileRead(
  answer: Response,
  told: (reading: boolean) => void,
  log: (line: string) => void,
): Response {
  if (answer.body === null) return answer;
  const reader = answer.body.getReader();
  let isRead = true;
  const over = () => {
    if (isRead) told(false);
    isRead = false;
  };
  told(true);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        log(`an MCP stream has broken off: ${messageOf(error)}`);
        return { done: true as const, value: undefined };
      });
      if (!done) return controller.enqueue(value);
      over();
      controller.close();
    },
    async cancel(reason) {
      over();
      await reader.cancel(reason);
    },
  });
  return new Response(body, answer);
}
