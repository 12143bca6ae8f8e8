/** Whether the suite runs at the scale that is promised, or at a tenth of it. */
export const full = process.env['CRASH_SCALE'] === 'full';

/** A number of the full scale, at the scale of this run. */
export function scaled(whole: number): number {
  return full ? whole : Math.max(1, Math.round(whole / 10));
}
