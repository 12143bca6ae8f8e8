import { showMs } from '../../core/durations.ts';
import type { ToolUse, WrittenCall } from '../../core/run-view/index.ts';
import { JsonView } from '../parts/json-view.tsx';

/** A call of a tool: its name on a line, its arguments and result folded below. */
export function ToolCall({ use }: { use: ToolUse }) {
  const { name, state, args, progress, result, error, startedAt, endedAt } = use;
  const took = endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
  return (
    <details class={`tool state-${state}`}>
      <summary>
        <span class="tool-sign" aria-hidden="true">
          ⚒
        </span>
        <code class="tool-name">{name}</code>
        <span class="figures">
          {state === 'running' && <span>{progress ?? 'running'}</span>}
          {state === 'failed' && <span class="bad">{args === null ? 'denied' : 'failed'}</span>}
          {took !== null && took > 0 && <span>{showMs(took)}</span>}
        </span>
      </summary>
      {args !== null && <JsonView text={args} label={`Arguments of ${name}`} />}
      {result !== null && (
        <>
          <p class="muted small">Result</p>
          <JsonView text={result} label={`Result of ${name}`} />
        </>
      )}
      {error !== null && <p class="note note-bad">{error}</p>}
    </details>
  );
}

/** A call while the model is writing it. */
export function WrittenToolCall({ call: { name, args } }: { call: WrittenCall }) {
  return (
    <div class="tool writing">
      <p>
        <span class="tool-sign" aria-hidden="true">
          ⚒
        </span>
        <code class="tool-name">{name}</code> <span class="muted">is being called</span>
      </p>
      {args !== '' && <JsonView text={args} label={`Arguments of ${name}`} />}
    </div>
  );
}
