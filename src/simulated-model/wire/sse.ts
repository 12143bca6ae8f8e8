/** One server-sent event; a string is sent as it stands. */
export function frame(data: unknown, event?: string): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event ? `event: ${event}\n` : ''}data: ${text}\n\n`;
}

/**
 * Cuts a text the way models stream it: in small pieces, never through a surrogate pair.
 *
 * @param most characters of one; default: 24, of long texts more
 */
export function pieces(text: string, most?: number): string[] {
  const size = most ?? Math.max(24, Math.ceil(text.length / 100));
  return text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
}
