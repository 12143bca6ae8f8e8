import { hiddenKey, withoutKnownKeys } from '../../known-keys.ts';

/** Characters that keys are made of, also half masked as providers echo them: `sk-proj-ab***yz`. */
const words = /[\w*.…-]{5,}/g;

/** What tells of a key right before it. */
const announced = /\b(?:bearer|api[ _-]?key(?: provided)?\s{0,3}[:=])\s{0,3}["']?([^\s"',]{4,})/gi;

/** Prefixes that begin nothing but keys. */
const keyPrefix = /^(?:sk|pk|rk)[-_].{4}/i;

/** Prefixes that begin names of models as well: `xai-grok-4-fast`, `hf-internal`. */
const sharedPrefix = /^(?:gsk|xai|hf|pplx|csk|fw)[-_](.+)$/i;

/**
 * A text from outside without keys: those of this process, the endpoint's own, and whatever else looks
 * like one. Takes time in proportion to its length, whatever it holds.
 *
 * @param key the endpoint's key; `null`: it has none
 */
export function redact(text: string, key: string | null): string {
  const known = withoutKnownKeys(text);
  const own = key === null || key.length < 4 ? known : known.replaceAll(key, hiddenKey);
  return own
    .replaceAll(announced, (found, said: string) => `${found.slice(0, -said.length)}${hiddenKey}`)
    .replaceAll(words, (word) => (looksLikeKey(word) ? hiddenKey : word));
}

function looksLikeKey(word: string): boolean {
  if (keyPrefix.test(word) || word.startsWith('AIza')) return true;
  const rest = sharedPrefix.exec(word)?.[1];
  if (rest !== undefined) return isMasked(rest) || rest.split(/[-_.]/).some(isRandom);
  return isToken(word) || word.split(/[-_.*…]/).some(isLongHex);
}

function isMasked(text: string): boolean {
  return /[*…]|\.{3}/.test(text);
}

/** No name has so many letters and digits in one piece. */
function isRandom(piece: string): boolean {
  return piece.length >= 16 && /\d/.test(piece) && /[a-z]/i.test(piece);
}

/** A JSON Web Token: three parts, the first of which begins an object in base64. */
function isToken(word: string): boolean {
  const [head = '', ...parts] = word.split('.');
  return head.startsWith('eyJ') && head.length >= 11 && parts.length > 0;
}

function isLongHex(piece: string): boolean {
  return piece.length >= 32 && /^[0-9a-f]+$/i.test(piece);
}
