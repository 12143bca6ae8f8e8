const share = 1 / 4;
const longestMs = 30_000;

/** Of an agent's time, what stays for it to be told of a tool that does not answer; milliseconds. */
export function timeToTell(ms: number): number {
  return Math.min(longestMs, ms * share);
}
