import type { RunHandle } from '../../client/index.ts';
import type { RunTurnTexts } from '../../core/run-turns.ts';
import { isWithin } from '../../core/step-path.ts';
import { refuse } from '../input/refused-input.ts';

/** The path of the outermost step, as it is written where an empty word would be lost. */
const wholeRun = '.';

/**
 * The turns at a step and below it, or the one turn that is named; each with its texts.
 *
 * @throws `Input.Invalid` where there is none, naming what there is
 */
export async function turnsAt(run: RunHandle, path: string): Promise<RunTurnTexts[]> {
  const all = await run.turns();
  const wanted = path === wholeRun ? '' : path;
  const named = all.filter(({ turn }) => turn === wanted);
  const found = named.length > 0 ? named : all.filter((turn) => isWithin(turn.path, wanted));
  if (found.length === 0) throw refuse(nothingAt(path, new Set(all.map((turn) => turn.path))));
  const turns: RunTurnTexts[] = [];
  for (const { turn } of found) turns.push(await run.turn(turn));
  return turns;
}

/** Paths that are named at most. */
const shownPaths = 10;

function nothingAt(path: string, paths: ReadonlySet<string>): string {
  if (paths.size === 0) return 'no model has been asked in this run yet';
  const shown = [...paths].slice(0, shownPaths).map((each) => `'${each === '' ? wholeRun : each}'`);
  const more = paths.size > shownPaths ? ` and ${paths.size - shownPaths} more` : '';
  return `no model was asked at '${path}'; there are turns at ${shown.join(', ')}${more}`;
}
