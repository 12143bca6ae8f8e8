/** A task as a planner's schema wants it. */
export const typedTask = (
  id: string,
  workerName: string,
  objective: string,
  more: Partial<{
    outputFormat: string;
    boundaries: string;
    effort: string;
    dependsOn: string[];
  }> = {},
) => ({
  ...{ id, workerName, objective, outputFormat: '', boundaries: '', effort: 'medium' },
  ...{ dependsOn: [] as string[], ...more },
});

/** A planner's reply in the mode `selective`. */
export const typedPlan = (
  tasks: readonly ReturnType<typeof typedTask>[],
  split = { reason: 'so', worthIt: tasks.length > 1 },
) => ({ split, tasks });
