const hidden = '[key removed]';

/** What API keys look like, also half masked as providers echo them: `sk-proj-ab***yz`. */
const keyLike = [
  /\b(?:sk|pk|rk|gsk|xai|hf|pplx|csk|fw)[-_][\w*.…-]{4,}/gi,
  /\bAIza[\w*-]{10,}/g,
  /\bBearer\s+[^\s"',]+/gi,
  /\beyJ[\w-]{8,}\.[\w.-]+/g,
  /\b[0-9a-f]{32,}\b/gi,
  /(?<=\bapi[ _-]?key(?: provided)?\s*[:=]\s*["']?)[^\s"',]{4,}/gi,
];

/**
 * A text from outside without keys: the endpoint's own, and whatever else looks like one.
 *
 * @param key the endpoint's key; `null`: it has none
 */
export function redact(text: string, key: string | null): string {
  const own = key === null || key.length < 4 ? text : text.replaceAll(key, hidden);
  return keyLike.reduce((redacted, pattern) => redacted.replaceAll(pattern, hidden), own);
}
