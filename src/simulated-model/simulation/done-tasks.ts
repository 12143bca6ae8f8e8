/** A result that a planner was shown. */
export interface DoneTask {
  id: string;
  worker: string;
  succeeded: boolean;
}

const resultTag = /<result task="([^"<>]*)" worker="([^"<>]*)" state="(\w+)">/g;

/** The results of earlier tasks that a prompt lists, in order. */
export function doneTasksIn(prompt: string): DoneTask[] {
  return [...prompt.matchAll(resultTag)].map(([, id = '', worker = '', state]) => ({
    id,
    worker: worker.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    succeeded: state === 'done',
  }));
}

/** The workers whose last result is a failure. */
export function failingWorkers(done: readonly DoneTask[]): string[] {
  const last = new Map(done.map(({ worker, succeeded }) => [worker, succeeded]));
  return [...last].filter(([, succeeded]) => !succeeded).map(([worker]) => worker);
}
