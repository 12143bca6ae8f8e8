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
  stepOf,
}: {
  plan: PlanView;
  stepOf: (path: string) => ViewNode | null;
}) {
  return (
    <ol class="checklist">
      {plan.tasks.map((task) => (
        <Line key={task.id} task={task} state={stateOf(task, stepOf)} />
      ))}
    </ol>
  );
}

/** Of a task that was done again the last attempt counts, unless it has failed: then its result stays. */
function stateOf(
  { path, again }: TaskView,
  stepOf: (path: string) => ViewNode | null,
): ViewNode['state'] {
  const first = stepOf(path)?.state ?? 'waiting';
  const last = stepOf(again.at(-1) ?? path)?.state ?? first;
  return last === 'failed' ? first : last;
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
          {task.effort !== undefined && <> · {task.effort} effort</>}
        </span>
        <Demands task={task} />
        <Verdict task={task} />
      </span>
    </li>
  );
}

/** What the result has to look like, and what the worker leaves alone. */
function Demands({ task: { outputFormat = '', boundaries = '' } }: { task: TaskView }) {
  return (
    <>
      {outputFormat !== '' && <Detail name="Expected output" text={outputFormat} />}
      {boundaries !== '' && <Detail name="Boundaries" text={boundaries} />}
    </>
  );
}

function Detail({ name, text }: { name: string; text: string }) {
  return (
    <span class="check-detail">
      <span class="muted">{name}:</span> {text}
    </span>
  );
}

/** The last word of the verifier on a task. */
function Verdict({ task: { verdicts } }: { task: TaskView }) {
  const last = verdicts.at(-1);
  if (last === undefined) return null;
  return (
    <span class={`check-detail verdict ${last.ok ? 'good' : 'open'}`}>
      <strong>{last.ok ? 'Verified' : 'Not verified'}</strong>{' '}
      <span class="muted">{last.reason}</span>
    </span>
  );
}
