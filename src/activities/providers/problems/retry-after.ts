import type { ServerWords } from './server-words.ts';

const longestMs = 60_000;

/**
 * How long a provider asks to wait, in milliseconds and 60 s at most; `undefined` if it does not
 * say. In this order: `retry-after-ms`, `retry-after` (seconds, a duration or a date), a field of the
 * body, its words, and the headers that say when an exhausted limit is reset. A moment is counted
 * from the server's own time, where its `date` says it.
 */
export function retryAfterMs(
  headers: Headers | undefined,
  said?: Pick<ServerWords, 'wait' | 'words'>,
  ownTime = Date.now(),
): number | undefined {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(ms)) return bounded(ms);
  const serverTime = Date.parse(headers?.get('date') ?? '');
  const now = Number.isNaN(serverTime) ? ownTime : serverTime;
  const waits = [
    waitIn(headers?.get('retry-after'), now),
    waitIn(said?.wait, now),
    said === undefined ? undefined : waitInWords(said.words),
    resetMs(headers, now),
  ];
  const first = waits.find((wait) => wait !== undefined);
  return first === undefined ? undefined : bounded(first);
}

/** Seconds, a duration such as `1m2.5s`, or a date. */
function waitIn(value: unknown, now: number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value * 1_000 : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const written = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(written)) return Number(written) * 1_000;
  const duration = durationMs(written);
  if (duration !== undefined) return duration;
  const date = Date.parse(written);
  return Number.isNaN(date) ? undefined : date - now;
}

const unitsMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const part = String.raw`\d{1,9}(?:\.\d{1,9})?\s?(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\b`;
const whole = new RegExp(`^(?:${part}[\\s,]{0,3}){1,5}$`, 'i');
const inWords = new RegExp(
  `(?:again|retry|wait|available|reset)\\w{0,4}(?: again| in| after| for| until|:){0,3} ((?:${part}(?:,? (?:and )?)?){1,5})`,
  'i',
);
const runTogether = /(?<=\d)(?:ms|[smhd])(?=\d)/gi;

function durationMs(written: string): number | undefined {
  const spaced = written.slice(0, 100).replaceAll(runTogether, (unit) => `${unit} `);
  if (!whole.test(spaced)) return undefined;
  let ms = 0;
  for (const [, number = '', unit = ''] of spaced.matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/gi))
    ms += Number(number) * (unitsMs[unitOf(unit)] ?? 0);
  return ms;
}

function unitOf(written: string): string {
  const unit = written.toLowerCase();
  return unit === 'ms' || unit.startsWith('milli') ? 'ms' : unit.charAt(0);
}

function waitInWords(words: string): number | undefined {
  const spaced = words.slice(0, 2_000).replaceAll(runTogether, (unit) => `${unit} `);
  const found = inWords.exec(spaced)?.[1];
  return found === undefined
    ? undefined
    : durationMs(
        found
          .replaceAll(/,|\band\b/g, ' ')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      );
}

/** Limits of OpenAI and many others, of Anthropic, and of gateways. */
const limits = [
  ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
  ['x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
  ['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset'],
  ['anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset'],
  ['anthropic-ratelimit-input-tokens-remaining', 'anthropic-ratelimit-input-tokens-reset'],
  ['anthropic-ratelimit-output-tokens-remaining', 'anthropic-ratelimit-output-tokens-reset'],
  ['x-ratelimit-remaining', 'x-ratelimit-reset'],
  ['ratelimit-remaining', 'ratelimit-reset'],
] as const;

/** When the last of the limits that are used up is reset. */
function resetMs(headers: Headers | undefined, now: number): number | undefined {
  if (headers === undefined) return undefined;
  const waits = limits.flatMap(([remaining, reset]) => {
    if (Number.parseFloat(headers.get(remaining) ?? '') !== 0) return [];
    return resetIn(headers.get(reset), now) ?? [];
  });
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** Some give the moment itself, in seconds or milliseconds since the epoch. */
function resetIn(value: string | null, now: number): number | undefined {
  const number = Number(value ?? '');
  if (value !== null && Number.isFinite(number) && number > 1e9)
    return (number > 1e12 ? number : number * 1_000) - now;
  return waitIn(value, now);
}

function bounded(ms: number): number {
  return Math.round(Math.min(Math.max(ms, 0), longestMs));
}
