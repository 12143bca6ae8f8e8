import type { Readable } from 'node:stream';
import { request } from 'undici';
import { ServerRefusal } from '../problems/server-refusal.ts';
import { dispatcherInUse } from './dispatcher.ts';
import { readText } from './read-body.ts';

/** An answer of success, as the SDKs hand it through. */
export interface Answer {
  status: number;
  ok: true;
  headers: Headers;
  body: Readable;
  url: string;
}

/** Of the body of an error, as much as may hold some words; bytes. */
const longestError = 256 * 1024;

/**
 * The `fetch` that provider SDKs are given. It asks for no compression, and follows no redirect: the
 * key would go along. What it gives is an {@link Answer}, which only `readReply` reads.
 *
 * @throws ServerRefusal for any status but a success, with the server's words, which the SDKs lose
 */
export const providerFetch = (async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const { statusCode, headers, body } = await request(url, {
    method: (init.method ?? 'GET') as 'POST',
    headers: Object.fromEntries(new Headers(init.headers)),
    body: (init.body as string | null | undefined) ?? null,
    signal: init.signal,
    dispatcher: dispatcherInUse(),
  });
  const answered = { status: statusCode, headers: toHeaders(headers) };
  if (statusCode >= 200 && statusCode < 300) return { ...answered, ok: true, body, url };
  const said = await readText(body, answered.headers, longestError).catch(() => '');
  throw new ServerRefusal({ ...answered, body: said });
}) as unknown as typeof globalThis.fetch;

function toHeaders(received: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  return headers;
}
