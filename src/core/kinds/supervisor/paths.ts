// How the calls of a supervisor are named in step paths: `plan-1`, `1-t2-Writer` (the plan, the task
// and the worker), `1.2-t2-Writer` (the same task done again), `verify-1`, `review-1`, `synthesis`.

export const planElement = (version: number) => `plan-${version}`;
export const verifyElement = (number: number) => `verify-${number}`;
export const reviewElement = (number: number) => `review-${number}`;
export const synthesisElement = 'synthesis';

/** @param attempt from 1; more than that where a verifier has sent the result back */
export function taskElement(
  version: number,
  task: { id: string; workerName: string },
  attempt = 1,
): string {
  const again = attempt === 1 ? '' : `.${attempt}`;
  return `${version}${again}-${task.id}-${task.workerName}`;
}

/** What an element stands for; `null`: it is none of a supervisor with these workers. */
export function readElement(
  element: string,
  workers: readonly string[],
):
  | { is: 'plan' | 'review' | 'verify'; number: string }
  | { is: 'task'; version: string; attempt: number; id: string; workerName: string }
  | { is: 'synthesis' }
  | null {
  if (element === synthesisElement) return { is: 'synthesis' };
  const [, is, number] = /^(plan|review|verify)-(\d+)$/.exec(element) ?? [];
  if (is !== undefined && number !== undefined)
    return { is: is as 'plan' | 'review' | 'verify', number };
  const [, version, again = '1', task] = /^(\d+)(?:\.(\d+))?-(.+)$/.exec(element) ?? [];
  const workerName = workers.find((name) => task?.endsWith(`-${name}`));
  if (version === undefined || task === undefined || workerName === undefined) return null;
  const id = task.slice(0, -workerName.length - 1);
  return { is: 'task', version, attempt: Number(again), id, workerName };
}
