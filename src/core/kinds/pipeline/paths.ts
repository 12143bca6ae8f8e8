// How the steps of a pipeline are called in step paths: `1-Writer`, and `1-Writer-transform` for what
// makes its input.

/** @param index of the stage, from 0 */
export function stageElement(index: number, step: { name: string }): string {
  return `${index + 1}-${step.name}`;
}

export function transformElement(stage: string): string {
  return `${stage}-transform`;
}

/** Number of a stage, from 1; `NaN` for what is none. */
export function stageNumber(element: string): number {
  return Number.parseInt(element, 10);
}
