import { showMs } from '../../core/durations.ts';
import type { Bar } from '../../core/run-view/index.ts';
import { useRun } from './run-context.ts';
import { numberOfTurn } from './number-of-turn.ts';
import { useProgress } from './use-progress.ts';

const words: Record<Bar['what'], string> = {
  turn: 'model',
  retry: 'failed attempt',
  tool: 'tool',
  person: 'person',
};

/** The same as a table: for who cannot see the picture, and to get at each prompt. */
export function TimelineTable({ bars, from }: { bars: readonly Bar[]; from: number }) {
  const { showTurn, source } = useRun();
  const shown = useProgress(bars.length, 40);
  return (
    <details class="more">
      <summary>As a table</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Timeline as a table">
        <table>
          <thead>
            <tr>
              {['After', 'Took', 'Who', 'What', 'Which', ''].map((name) => (
                <th key={name} scope="col">
                  {name || <span class="hidden">Prompt</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.slice(0, shown).map((bar, index) => (
              <tr key={index}>
                <td>{showMs(Math.max(0, Date.parse(bar.from) - from))}</td>
                <td>
                  {bar.to === null ? 'goes on' : showMs(Date.parse(bar.to) - Date.parse(bar.from))}
                </td>
                <td>{bar.row}</td>
                <td>{words[bar.what]}</td>
                <td>{bar.label}</td>
                <td>
                  {bar.turn !== null && bar.what === 'turn' && source.hasPrompts && (
                    <button
                      type="button"
                      class="quiet"
                      onClick={() =>
                        showTurn(bar.path, numberOfTurn(bars, bar.path, bar.turn ?? 0))
                      }
                    >
                      Prompt
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
