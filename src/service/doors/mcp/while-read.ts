/**
 * An answer that tells when it begins to be read and when that ends, be it that it was read to its end
 * or that the reader has gone.
 */
export function whileRead(answer: Response, told: (reading: boolean) => void): Response {
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
      const { done, value } = await reader.read();
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
