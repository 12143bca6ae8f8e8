/** How a supervisor chooses its workers. */
export const WorkerSelectionMode = {
  /** The planner chooses. */
  SELECTIVE: 'selective',
  /** Every worker gets a task. */
  ALL: 'all',
  /** Every worker in order, each after the one before it. */
  SEQUENTIAL: 'sequential',
} as const;

export type WorkerSelectionMode = (typeof WorkerSelectionMode)[keyof typeof WorkerSelectionMode];
