/**
 * 32-bit FNV-1a over UTF-16 units: quick, the same everywhere, and shared by many texts. To tell texts
 * apart there is `contentHash`.
 */
export function quickHash(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return hash;
}
