import type { z } from 'zod';

/** A provider answered with success, but not with what its API promises. */
export class MalformedReply extends Error {
  override name = 'MalformedReply';
}

/**
 * Reads from a reply what is needed of it; further fields are ignored.
 *
 * @throws MalformedReply when it is not of that shape
 */
export function readReply<S extends z.ZodType>(schema: S, reply: unknown): z.output<S> {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) {
    throw new MalformedReply(`${describe(reply)} instead of a JSON object`);
  }
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw new MalformedReply(`JSON without a usable '${path}'`);
}

function describe(reply: unknown): string {
  if (reply === undefined || reply === null) return 'nothing';
  if (Array.isArray(reply)) return 'an array';
  if (typeof reply !== 'string') return `a ${typeof reply}`;
  return /^\s*<(?:!doctype|html)/i.test(reply) ? 'an HTML page' : 'a plain text';
}
