import { doneTasksIn, failingWorkers } from './done-tasks.ts';
import { type Form, schemaAt } from './form.ts';

/** Satisfied once every task has a result and no worker's last one is a failure. */
export function simulatedReview({ schema, prompt }: Form): object | undefined {
  const known = ['satisfied', 'progress', 'inLoop', 'missing'];
  if (known.some((name) => schemaAt(schema, name, 'answer') === undefined)) return undefined;
  const done = doneTasksIn(prompt);
  const failing = failingWorkers(done);
  const open = prompt.includes('that are still to be done');
  const missing = failing.length > 0 ? `what ${failing.join(', ')} did not finish` : '';
  const satisfied = !open && failing.length === 0;
  const count = `${done.length} ${done.length === 1 ? 'task has' : 'tasks have'} ended`;
  return {
    satisfied: {
      reason: `Simulated review: ${count}, and ${satisfied ? 'none is left.' : 'not all is there.'}`,
      answer: satisfied,
    },
    progress: { reason: 'The last tasks have ended (simulated).', answer: true },
    inLoop: { reason: 'Nothing was asked twice (simulated).', answer: false },
    missing: { reason: 'Read off the list of results (simulated).', answer: missing },
  };
}
