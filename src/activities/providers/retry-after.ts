const longestMs = 60_000;

/**
 * How long a provider asks to wait, in milliseconds and 60 s at most; `undefined` if it does not
 * say. `retry-after-ms` comes before `retry-after`, which is in seconds or a date.
 */
export function retryAfterMs(headers: Headers | undefined, now = Date.now()): number | undefined {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(ms)) return bounded(ms);
  const written = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(written)) return bounded(Number(written) * 1_000);
  const date = Date.parse(written);
  return Number.isNaN(date) ? undefined : bounded(date - now);
}

function bounded(ms: number): number {
  return Math.round(Math.min(Math.max(ms, 0), longestMs));
}
