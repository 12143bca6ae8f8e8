import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { kitchenAt, modelCall, rejection } from '../activities/fixtures.ts';

/** A server of a test; gives its base URL. */
export async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

/** The failure of a call that is answered so. */
export async function failureOf(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const baseURL = await serving((_, response) => response.writeHead(status, headers).end(text));
  const { call } = await kitchenAt({ api: 'chat', baseURL });
  return (await rejection(call(modelCall()))) as {
    message: string;
    type: string;
    nonRetryable: boolean;
    nextRetryDelay?: number;
  };
}
