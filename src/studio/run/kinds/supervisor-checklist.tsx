import type { PlanView, TaskView, ViewNode } from '../../../core/run-view/index.ts';
import { hrefOfStep } from '../../shell/router.ts';
import { useRun } from '../run-context.ts';

const signs: Record<ViewNode['state'], readonly [sign: string, words: string]> = {
  waiting: ['○', 'not begun'],
  running: ['◐', 'working'],
  waitingForPerson: ['◐', 'waiting for somebody'],
  done: ['●', 'done'],
  failed: ['✕', 'failed'],
  cancelled: ['✕', 'cancelled'],
};

/** The tasks of a plan, who does them, what they wait for and how they stand. */
export function Checklist({
  plan,
  steps,
}: {
  plan: PlanView;
  steps: readonly (ViewNode | null)[];
}) {
  return (
    <ol class="checklist">
      {plan.tasks.map((task, index) => (
        <Line key={task.id} task={task} state={steps[index]?.state ?? 'waiting'} />
      ))}
    </ol>
  );
}

function Line({ task, state }: { task: TaskView; state: ViewNode['state'] }) {
  const { colours, source } = useRun();
  const [sign, words] = signs[state];
  return (
    <li
      class={`check-line hued state-${state}`}
      style={{ '--hue': colours.hueOf(task.workerName) }}
    >
      <span class="sign" role="img" aria-label={words}>
        {sign}
      </span>
      <span class="check-text">
        <span class="task-id">{task.id}</span>{' '}
        {task.wave === null ? (
          task.task
        ) : (
          <a href={hrefOfStep(source.run, task.path)}>{task.task}</a>
        )}{' '}
        <span class="check-about">
          <strong class="speaker-name">{task.workerName}</strong>
          {task.dependsOn.length > 0 && <> · after {task.dependsOn.join(', ')}</>}
        </span>
      </span>
    </li>
  );
}
