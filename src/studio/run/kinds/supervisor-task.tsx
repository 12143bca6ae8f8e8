import { Fragment } from 'preact';
import type { TaskView, ViewNode } from '../../../core/run-view/index.ts';
import { memo } from '../../parts/memo.ts';
import { StepView } from '../step-view.tsx';

/** What a worker does at a task; `steps`: one for each time it was given to it. */
export const Task = memo(
  ({ task, steps }: { task: TaskView; steps: readonly (ViewNode | null)[] }) => (
    <div class="column">
      <p class="task-text">
        <span class="task-id">{task.id}</span> {task.task}
      </p>
      {steps.map((step, index) => (
        <Fragment key={step?.path ?? index}>
          {index > 0 && <SentBack task={task} attempt={index} />}
          {step !== null && <StepView node={step} />}
        </Fragment>
      ))}
    </div>
  ),
);

/** Why the verifier did not accept what stands above. */
function SentBack({ task, attempt }: { task: TaskView; attempt: number }) {
  const verdict = task.verdicts.find((each) => each.attempt === attempt && !each.ok);
  return (
    <p class="sent-back">
      <strong>Sent back</strong> <span class="muted">{verdict?.reason}</span>
    </p>
  );
}
