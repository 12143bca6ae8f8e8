// How the calls of a supervisor are named in step paths: `plan-1`, `1-t2-Writer` (the plan, the task
// and the worker), `review-1`, `synthesis`.

export const planElement = (version: number) => `plan-${version}`;
export const reviewElement = (number: number) => `review-${number}`;
export const synthesisElement = 'synthesis';

export function taskElement(version: number, task: { id: string; workerName: string }): string {
  return `${version}-${task.id}-${task.workerName}`;
}

/** What an element stands for; `null`: it is none of a supervisor with these workers. */
export function readElement(
  element: string,
  workers: readonly string[],
):
  | { is: 'plan' | 'review'; number: string }
  | { is: 'task'; version: string; id: string; workerName: string }
  | { is: 'synthesis' }
  | null {
  if (element === synthesisElement) return { is: 'synthesis' };
  const [, is, number] = /^(plan|review)-(\d+)$/.exec(element) ?? [];
  if (is !== undefined && number !== undefined) return { is: is as 'plan' | 'review', number };
  const [, version, task] = /^(\d+)-(.+)$/.exec(element) ?? [];
  const workerName = workers.find((name) => task?.endsWith(`-${name}`));
  if (version === undefined || task === undefined || workerName === undefined) return null;
  return { is: 'task', version, id: task.slice(0, -workerName.length - 1), workerName };
}
