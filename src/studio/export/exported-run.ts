import type { RunEvent } from '../../core/events.ts';
import type { RunInput } from '../api/shapes.ts';
import type { RunTurnTexts } from '../../core/run-turns.ts';
import type { RunSource } from '../run/run-source.ts';

/** What stands in the page of an export, in `<script type="application/json" id="run-data">`. */
export interface ExportedRun {
  /** Workflow id. */
  run: string;
  input: RunInput | null;
  events: RunEvent[];
  result: unknown;
  /** Each with its prompt and reply. */
  turns: RunTurnTexts[];
}

/** The run of this page; `null`: nobody has put one in. */
export function readExport(): ExportedRun | null {
  const text = document.querySelector('#run-data')?.textContent ?? '';
  if (text.trim() === '') return null;
  const read = JSON.parse(text) as Partial<ExportedRun> & { run?: unknown };
  const run =
    typeof read.run === 'string' ? read.run : (read.run as { id?: string } | undefined)?.id;
  const { input = null, events = [], result = null, turns = [] } = read;
  return { run: run ?? events[0]?.run ?? '', input, events, result, turns };
}

/** A run that is all there already. */
export function exportedRun({ run, input, events, turns }: ExportedRun): RunSource {
  return {
    run,
    isLive: false,
    hasPrompts: turns.length > 0,
    input: () => Promise.resolve(input),
    follow(follower) {
      follower.events(events);
      follower.state('ended');
      return Promise.resolve();
    },
    turns: () => Promise.resolve(turns),
    turn({ path, turn }) {
      const found = turns.find((each) => each.path === path && each.turn === turn);
      if (found === undefined) return Promise.reject(new Error('its prompt is not in this file'));
      return Promise.resolve(found);
    },
  };
}
