import { token, tokenWanted } from './token.ts';

/** What the service, or the way to it, has refused. */
export class RequestError extends Error {
  /** HTTP status; 0: the service could not be reached. */
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export interface RequestOptions {
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Asks the service for JSON.
 *
 * @param path relative to the page: `v1/runs`
 * @throws RequestError
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (response.ok) return (await response.json()) as T;
  throw await refusal(response);
}

/** The response as it comes; what could not be reached throws a RequestError, all else is returned. */
export async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, headers, signal } = options;
  const given = token.get();
  try {
    return await fetch(new URL(path, document.baseURI), {
      method,
      signal: signal ?? null,
      cache: 'no-store',
      credentials: 'omit',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(given === null ? {} : { authorization: `Bearer ${given}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestError(0, 'Unreachable', 'the service does not answer: is it running?');
  }
}

/** The error of a response that is none of the good ones. */
export async function refusal(response: Response): Promise<RequestError> {
  if (response.status === 401) tokenWanted.set(true);
  const told = await response.json().catch(() => null);
  const { type, message } = (told as { error?: Partial<RequestError> } | null)?.error ?? {};
  return new RequestError(
    response.status,
    type ?? `HTTP ${response.status}`,
    message ?? `the service answered with HTTP ${response.status}`,
  );
}

/** A path with each part in it escaped: `at`v1/runs/${id}`. */
export function at(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  return String.raw({ raw: strings }, ...parts.map((part) => encodeURIComponent(part)));
}

/** The query of what is given: `?status=running`; what is empty is left out. */
export function queryOf(
  given: Record<string, string | number | boolean | null | undefined>,
): string {
  const kept = Object.entries(given).filter(
    ([, value]) => value !== undefined && value !== null && value !== '' && value !== false,
  );
  if (kept.length === 0) return '';
  return `?${new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString()}`;
}
