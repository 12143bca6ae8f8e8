import type { ViewNode } from '../../core/run-view/index.ts';

/** What went on in a step, but should be known. */
export function StepWarnings({ node: { warnings } }: { node: ViewNode }) {
  return (
    <>
      {warnings.map(({ warning, message, at }) => (
        <p key={`${at} ${message}`} class="note note-warn">
          <strong>{warning}</strong> {message}
        </p>
      ))}
    </>
  );
}
