/** `'500ms'`, `'90s'`, `'2m'`, `'1.5h'`, or a number of milliseconds. */
export type Duration = string | number;

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const longestMs = 365 * units.d;

/** Milliseconds of a duration, or the reason why it is none. */
export function readDuration(value: Duration): { ms: number } | { problem: string } {
  if (typeof value === 'number') return readNumber(value);
  const given: unknown = value; // of JavaScript callers
  if (typeof given !== 'string') return { problem: "expected a duration such as '90s' or '2m'" };
  const [, amount, unit] = pattern.exec(value.trim()) ?? [];
  if (amount === undefined || unit === undefined) {
    return { problem: `'${value}' is not a duration: write '500ms', '90s', '2m' or '1h'` };
  }
  return inRange(Math.round(Number(amount) * units[unit as keyof typeof units]), value);
}

function readNumber(value: number): { ms: number } | { problem: string } {
  if (value >= 1_000) return inRange(Math.round(value), value);
  if (!(value > 0)) return { problem: `${value} is not a duration: it must be above zero` };
  return {
    problem: `${value} would be ${value} milliseconds; for ${value} seconds write '${value}s' (bare numbers are milliseconds, and at least 1000)`,
  };
}

function inRange(ms: number, value: Duration): { ms: number } | { problem: string } {
  if (ms < 1) return { problem: `'${value}' is not a duration: it must be above zero` };
  if (ms > longestMs) return { problem: `'${value}' is longer than a year` };
  return { ms };
}

/** Milliseconds of a duration that a schema has let through. */
export function toMs(value: Duration): number {
  const read = readDuration(value);
  if ('problem' in read) throw new RangeError(read.problem);
  return read.ms;
}

/** `1.2 s`, `3 min 20 s`, `5 h 10 min`, `2 d 3 h`: a length of time for people. */
export function showMs(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (ms < 60_000 && seconds < 60) return `${(ms / 1_000).toFixed(1)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
