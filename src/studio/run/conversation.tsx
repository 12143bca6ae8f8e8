import { baselineIn, type RunView, withoutBaseline } from '../../core/run-view/index.ts';
import { BaselineCard } from './answer.tsx';
import { Banners } from './banners.tsx';
import { useRun } from './run-context.ts';
import { FollowButton } from './follow-button.tsx';
import { OutermostStep } from './step-view.tsx';

/** What is said in a run, as it is said. */
export function Conversation({ view }: { view: RunView }) {
  const { root, seq } = view;
  const baseline = baselineIn(root);
  const { isLive } = useRun().source;
  if (seq === 0 && root.kind === null) return <p class="muted loading">Loading…</p>;
  return (
    <section class="conversation" aria-label="Conversation">
      <Banners view={view} />
      <OutermostStep node={withoutBaseline(root)} />
      {baseline !== null && <BaselineCard node={baseline} />}
      {!view.hasEnded && isLive && <FollowButton version={view.version} />}
    </section>
  );
}
