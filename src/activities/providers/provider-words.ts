const longest = 600;

/** Of a whole page of HTML, as much as may hold some words. */
const readAtMost = 20_000;

/** What a provider's error says for itself: its code or type, and its message. */
export function providerWords(error: unknown): { code: string; words: string } {
  const body = field(error, 'error');
  const inner = field(body, 'error') ?? body;
  const code = [field(inner, 'code'), field(inner, 'type'), field(error, 'errorCode')]
    .filter((value) => typeof value === 'string')
    .join(' ');
  return {
    code,
    words: shorten(firstText(field(inner, 'message'), field(body, 'detail'), inner, plain(error))),
  };
}

/** The SDKs begin their own messages with the status. */
function plain(error: unknown): string {
  return error instanceof Error
    ? error.message.replace(/^\d{3}\s*(?:status code \(no body\))?/, '')
    : '';
}

function firstText(...candidates: unknown[]): string {
  return (
    candidates.find((text): text is string => typeof text === 'string' && text.trim() !== '') ?? ''
  );
}

function shorten(text: string): string {
  const line = text
    .slice(0, readAtMost)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
