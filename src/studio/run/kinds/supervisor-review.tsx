import type { Review } from '../../../core/kinds/supervisor/review.ts';
import type { ReviewView, ViewFinding, ViewNode } from '../../../core/run-view/index.ts';
import { PromptButton } from '../prompt-button.tsx';
import { isWorthShowing } from '../is-worth-showing.ts';
import { StepView } from '../step-view.tsx';
import { useTarget } from '../use-target.ts';
import { Findings } from './findings.tsx';

/** What the planner thinks of the work after a wave. */
export function Reviewed({
  review: { review, path },
  step,
}: {
  review: ReviewView;
  step: ViewNode | null;
}) {
  const { place, isTarget } = useTarget<HTMLDivElement>(path);
  return (
    <div ref={place} class="review" data-target={isTarget}>
      <h4>
        Review
        <PromptButton node={step} />
      </h4>
      {review === null && step?.state === 'running' && (
        <p class="muted small">The work is being reviewed…</p>
      )}
      {review !== null && <Findings lines={linesOf(review)} />}
      {isWorthShowing(step) && <StepView node={step} />}
    </div>
  );
}

function linesOf({ satisfied, progress, inLoop, missing }: Review): ViewFinding['lines'] {
  return [
    {
      isGood: satisfied.answer,
      says: satisfied.answer ? 'Enough for a good answer' : 'Not enough yet',
      why: satisfied.reason,
    },
    {
      isGood: progress.answer,
      says: progress.answer ? 'It got on' : 'It did not get on',
      why: progress.reason,
    },
    ...(inLoop.answer ? [{ isGood: false, says: 'It goes in circles', why: inLoop.reason }] : []),
    ...(missing.answer.trim() === ''
      ? []
      : [{ isGood: false, says: 'Missing', why: missing.answer }]),
  ];
}

/** A verification: what it says stands at its tasks. */
export function Checking({ path, step }: { path: string; step: ViewNode | null }) {
  const { place, isTarget } = useTarget<HTMLDivElement>(path);
  return (
    <div ref={place} class="review" data-target={isTarget}>
      <h4>
        Verification
        <PromptButton node={step} />
      </h4>
      {step?.state === 'running' && <p class="muted small">The results are being checked…</p>}
      {isWorthShowing(step) && <StepView node={step} />}
    </div>
  );
}
