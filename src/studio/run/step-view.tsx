import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { nameOf, type ViewNode } from '../../core/run-view/index.ts';
import { KindBadge } from '../parts/badges.tsx';
import { memo } from '../parts/memo.ts';
import { useRun } from './run-context.ts';
import { StepError } from './step-error.tsx';
import { StepQuestions } from './step-questions.tsx';
import { StepWarnings } from './step-warnings.tsx';
import { StepFigures } from './step-figures.tsx';
import { Prose } from '../markdown/prose.tsx';
import type { Look } from './look.ts';
import { useTarget } from './use-target.ts';

/** A step in a run, with everything in it. */
export const StepView = memo(({ node }: { node: ViewNode }) => {
  const { view: View, folds } = useRun().lookOf(node) ?? unknown;
  if (!folds) return <View node={node} />;
  return (
    <FoldedStep node={node}>
      <View node={node} />
    </FoldedStep>
  );
});

/** The outermost step, to which the page is the frame. */
export function OutermostStep({ node }: { node: ViewNode }) {
  const { view: View, folds } = useRun().lookOf(node) ?? unknown;
  return (
    <>
      <View node={node} />
      {folds && <StepQuestions node={node} />}
      {folds && <StepWarnings node={node} />}
      {folds && <StepError node={node} />}
    </>
  );
}

/** A pattern inside another step: it folds open in place. */
function FoldedStep({ node, children }: { node: ViewNode; children: ComponentChildren }) {
  const { place, isTarget } = useTarget<HTMLDetailsElement>(node.path);
  const [open] = useState(true);
  return (
    <details ref={place} class={`nested state-${node.state}`} open={open} data-target={isTarget}>
      <summary data-item>
        <span class="nested-title">{node.title === node.who ? nameOf(node) : node.title}</span>
        {node.kind !== null && <KindBadge kind={node.kind} />}
        <StepFigures node={node} />
      </summary>
      <div class="nested-inside">
        {children}
        <StepQuestions node={node} />
        <StepWarnings node={node} />
        <StepError node={node} />
      </div>
    </details>
  );
}

/** A step of a kind that this page does not know: what came of it, and what is in it. */
function UnknownStep({ node }: { node: ViewNode }) {
  return (
    <div class="stack">
      {node.children.map((child) => (
        <StepView key={child.path} node={child} />
      ))}
      {node.content !== null && node.children.length === 0 && <Prose text={node.content} />}
    </div>
  );
}

const unknown: Look = { view: UnknownStep, folds: true };
