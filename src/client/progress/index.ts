export { followProgress } from './follow-progress.ts';
export { locateRun } from './locate-run.ts';
export { readProgress, readProgressAt } from './read-progress.ts';
export type { RunProgress, StepProgress } from './run-progress.ts';
export { isWait } from './wait-progress.ts';
export { listSteps, type StepNode, stepTree } from './step-tree.ts';
