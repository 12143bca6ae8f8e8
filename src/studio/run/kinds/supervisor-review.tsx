import type { Review } from '../../../core/kinds/supervisor/review.ts';
import type { ReviewView, ViewNode } from '../../../core/run-view/index.ts';
import { PromptButton } from '../prompt-button.tsx';
import { isWorthShowing } from '../is-worth-showing.ts';
import { StepView } from '../step-view.tsx';
import { useTarget } from '../use-target.ts';

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
      {review !== null && <Findings review={review} />}
      {isWorthShowing(step) && <StepView node={step} />}
    </div>
  );
}

function Findings({ review: { satisfied, progress, inLoop, missing } }: { review: Review }) {
  const lines = [
    {
      is: satisfied.answer ? 'good' : 'open',
      says: satisfied.answer ? 'Enough for a good answer' : 'Not enough yet',
      why: satisfied.reason,
    },
    {
      is: progress.answer ? 'good' : 'open',
      says: progress.answer ? 'It got on' : 'It did not get on',
      why: progress.reason,
    },
    ...(inLoop.answer ? [{ is: 'open', says: 'It goes in circles', why: inLoop.reason }] : []),
    ...(missing.answer.trim() === '' ? [] : [{ is: 'open', says: 'Missing', why: missing.answer }]),
  ];
  return (
    <ul class="findings">
      {lines.map(({ is, says, why }) => (
        <li key={says} class={`finding ${is}`}>
          <strong>{says}</strong> <span class="muted">{why}</span>
        </li>
      ))}
    </ul>
  );
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
