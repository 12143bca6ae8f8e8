import { readdirSync, readFileSync } from 'node:fs';
import type { Api } from '../../src/core/provider-apis.ts';

/** An answer in a server's own shape; `{{text}}` and others stand where the model's words go. */
export interface ShapedAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** JSON, or a text that is none. */
  body?: unknown;
  /** In place of a body: the data of a stream's events. */
  events?: unknown[];
}

/** What the product has to make of an answer that is no reply. */
export interface ExpectedFailure {
  type: string;
  retryable: boolean;
  /** Of the server's, in the message. */
  words: string;
  /** Of what is to be done. */
  advice?: string;
  retryAfterMs?: number;
  /** It is about to be ready, and is waited for. */
  isLoading?: boolean;
}

/** How a server answers: a file of test/shapes. */
export interface ServerShape {
  server: string;
  api: Api;
  model: string;
  sources: string[];
  /** What could not be confirmed. */
  notes?: string;
  /** What is to be read of a text and of a tool call; `null`: it reports none. */
  usage: {
    inputTokens: number;
    outputTokens: number;
    cachedTokens: number;
    reasoningTokens: number;
    /** Inside the input; default 0. */
    cacheWriteTokens?: number;
  } | null;
  text: ShapedAnswer;
  tool: ShapedAnswer;
  /** A field of the request, `a.b` or `a.b=value`, and how it is refused. */
  refuses?: (ShapedAnswer & { field: string })[];
  /** It takes a schema and does not care. */
  ignoresSchema?: boolean;
  wantsTurns?: boolean;
  streamsOnly?: boolean;
  errors: (ShapedAnswer & { name: string; expect: ExpectedFailure })[];
}

const folder = new URL('../shapes/', import.meta.url);

/** All of them, by the names of their files. */
export function serverShapes(): ServerShape[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map(
    (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ServerShape,
  );
}

/** What stands in the places of a shape. */
export interface Said {
  text?: string;
  thought?: string;
  tool?: string;
  arguments?: object;
  callId?: string;
  model: string;
}

/** A value of a shape with what was said in it. */
export function filled(value: unknown, said: Said): unknown {
  if (typeof value === 'string') return filledText(value, said);
  if (Array.isArray(value)) return value.map((each) => filled(each, said));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [filledText(name, said), filled(each, said)]),
  );
}

function filledText(text: string, said: Said): unknown {
  if (text === '{{argumentsObject}}') return said.arguments ?? {};
  const words: Record<string, string | undefined> = {
    ...said,
    arguments: JSON.stringify(said.arguments ?? {}),
  };
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => words[name] ?? '');
}

/** Whether a request has a field: `a.b`, `a.b=value`; through lists, any of their elements. */
export function hasField(request: unknown, field: string): boolean {
  const [path = '', wanted] = field.split('=');
  const found = path.split('.').reduce<unknown[]>(
    (values, name) =>
      values
        .flatMap((value) => (Array.isArray(value) ? value : [value]))
        .flatMap((value) => {
          if (typeof value !== 'object' || value === null || !(name in value)) return [];
          return [(value as Record<string, unknown>)[name]];
        }),
    [request],
  );
  const set = found.filter((value) => value !== undefined && value !== null);
  return wanted === undefined
    ? set.length > 0
    : set.some((value) => JSON.stringify(value).replaceAll('"', '') === wanted);
}
