import type { ViewNode } from '../../core/run-view/index.ts';

/** Why a step failed. */
export function StepError({ node: { error, state } }: { node: ViewNode }) {
  if (error === null) return null;
  return (
    <p class={state === 'cancelled' ? 'note' : 'note note-bad'}>
      <strong>{error.type}</strong> {error.message}
    </p>
  );
}
