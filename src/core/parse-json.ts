import { messageOf } from './failures.ts';

/** What stands in a text, or why it is not JSON. */
export type ParsedJson = { ok: true; value: unknown } | { ok: false; reason: string };

/** Reads JSON that somebody else has written: a mistake in it is data. */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: messageOf(error) };
  }
}
