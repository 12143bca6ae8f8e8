import type { ViewNode } from '../../core/run-view/index.ts';
import { useRun } from './run-context.ts';

/** Shows what was sent to the model in a step, and what came back; nothing where there is nothing yet. */
export function PromptButton({ node }: { node: ViewNode | null }) {
  const { showTurn, source } = useRun();
  if (node === null || node.turns.length === 0 || !source.hasPrompts) return null;
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => showTurn(node.path, node.turns.length)}
      aria-label={`Prompt of ${node.title}`}
    >
      Prompt
    </button>
  );
}
