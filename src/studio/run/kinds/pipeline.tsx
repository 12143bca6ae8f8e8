import type { StageView, ViewNode } from '../../../core/run-view/index.ts';
import { memo } from '../../parts/memo.ts';
import { childAt } from '../child-at.ts';
import { estimatedHeight } from '../estimated-height.ts';
import { StepView } from '../step-view.tsx';
import { useProgress } from '../use-progress.ts';

/** Steps one after the other. */
export function PipelineView({ node }: { node: ViewNode<'pipeline'> }) {
  const stages = node.own?.stages ?? [];
  const shown = useProgress(stages.length, 12);
  return (
    <ol class="stages">
      {stages.slice(0, shown).map((stage) => (
        <Stage
          key={stage.path}
          stage={stage}
          step={childAt(node, stage.path)}
          before={stage.transform?.by === 'step' ? childAt(node, stage.transform.path) : null}
        />
      ))}
    </ol>
  );
}

interface StageProps {
  stage: StageView;
  step: ViewNode | null;
  before: ViewNode | null;
}

const Stage = memo(({ stage, step, before }: StageProps) => (
  <li class={`stage state-${step?.state ?? 'waiting'}`} style={estimatedHeight([step], 1)}>
    <span class="stage-number" aria-hidden="true">
      {stage.number}
    </span>
    <div class="stage-inside">
      {stage.transform !== null && <Transform stage={stage} />}
      {before !== null && <StepView node={before} />}
      {step !== null && <StepView node={step} />}
    </div>
  </li>
));

function Transform({ stage: { transform } }: { stage: StageView }) {
  if (transform === null || transform.by === 'step') return null;
  return (
    <p class="aside">
      {transform.by === 'function' ? (
        <>
          its input is made by <code>{transform.name}</code>
        </>
      ) : (
        <>
          its input is put into <q>{transform.template.trim()}</q>
        </>
      )}
    </p>
  );
}
