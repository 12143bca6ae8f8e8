import type { ViewFinding } from '../../../core/run-view/index.ts';

/** What was found about some work: each thing in a few words, and why. */
export function Findings({ lines }: Pick<ViewFinding, 'lines'>) {
  if (lines.length === 0) return null;
  return (
    <ul class="findings">
      {lines.map(({ isGood, says, why }) => (
        <li key={says} class={`finding ${isGood ? 'good' : 'open'}`}>
          <strong>{says}</strong> <span class="muted">{why}</span>
        </li>
      ))}
    </ul>
  );
}
