/** Whether a step of a pipeline is written with what its input goes through first. A loop has a `step` too. */
export function isStage(written: unknown): boolean {
  if (typeof written !== 'object' || written === null) return false;
  return 'step' in written && !('kind' in written);
}
