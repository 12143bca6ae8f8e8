import { ApplicationFailure } from '@temporalio/common';

/** What stands in place of a key. */
export const hiddenKey = '[key removed]';

/** Keys that this process has been given, with the other ways in which they are written. */
const known = new Set<string>();

/** A shorter one, or a word, is the name that a server without keys is content with: `ollama`, `lm-studio`. */
const shortestKey = 8;

function isSecret(key: string): boolean {
  return key.length >= shortestKey && (/\d/.test(key) || key.length >= 16);
}

/** Tells of keys that this process uses: from then on they are taken out of what it stores and says. */
export function knowKeys(keys: readonly (string | null)[]): void {
  knowSecrets(keys.filter((key) => key !== null && isSecret(key)));
}

/** The same for values that somebody has named as secret, words too; not for shorter ones than 8. */
export function knowSecrets(keys: readonly (string | null)[]): void {
  for (const key of keys) {
    if (key === null || key.length < shortestKey) continue;
    known.add(key);
    known.add(encodeURIComponent(key));
    known.add(JSON.stringify(key).slice(1, -1));
    known.add(Buffer.from(key).toString('base64'));
  }
}

/** A text without the keys of this process. Takes time in proportion to its length. */
export function withoutKnownKeys(text: string): string {
  let cleaned = text;
  for (const key of known) {
    if (cleaned.includes(key)) cleaned = cleaned.replaceAll(key, hiddenKey);
  }
  return cleaned;
}

/**
 * Where at the end of a text a key may begin that goes on behind it; its length: nowhere.
 *
 * @param least characters of a key that have to be there
 */
export function beginningOfKnownKey(text: string, least: number): number {
  let begins = text.length;
  for (const key of known) {
    const last = Math.min(begins, text.length - least + 1);
    for (let at = Math.max(0, text.length - key.length + 1); at < last; at += 1)
      if (text.charCodeAt(at) === key.charCodeAt(0) && key.startsWith(text.slice(at))) begins = at;
  }
  return begins;
}

/** Whether there is a key in a text that begins before a place in it. */
export function knownKeyBeginsBefore(text: string, place: number): boolean {
  for (const key of known) {
    const at = text.slice(0, place + key.length - 1).indexOf(key);
    if (at >= 0) return true;
  }
  return false;
}

/** The same for any JSON: in every text in it. What is not JSON is nobody's to keep. */
export function withoutKnownKeysIn<T>(value: T): T | undefined {
  try {
    const written = JSON.stringify(value) ?? '';
    const cleaned = withoutKnownKeys(written);
    return cleaned === written ? value : (JSON.parse(cleaned) as T);
  } catch {
    return undefined;
  }
}

/** A failure that somebody else's code has made, without keys in its words. */
export function failureWithoutKeys(error: ApplicationFailure): ApplicationFailure {
  const { message, type, nonRetryable, nextRetryDelay } = error;
  const details = withoutKnownKeysIn(error.details ?? []) ?? [];
  const cleaned = withoutKnownKeys(message);
  return new ApplicationFailure(cleaned, type, nonRetryable, details, undefined, nextRetryDelay);
}
