import type { ListedRun, RunPage } from '../../client/runs/list-runs.ts';
import { excerpt, showCost, showDuration } from '../../core/amounts.ts';
import type { Answer } from '../output.ts';
import { shellWord } from './shell-word.ts';
import { table } from './table.ts';

const heads = ['ID', 'STATUS', 'KIND', 'NAME', 'QUESTION', 'STARTED', 'TOOK', 'COST'];

/**
 * Runs as a table, or as a document.
 *
 * @param studioOf the page of a run in the studio; `null`: none is known
 */
export function listAnswer(
  { runs, next }: RunPage,
  studioOf: (id: string) => string | null,
): Answer {
  const listed =
    runs.length === 0 ? 'There are no such runs here.' : table([heads, ...runs.map(rowOf)]);
  const text = next === null ? listed : `${listed}\nMore follow: --after ${shellWord(next)}`;
  const linked = runs.map((run) => ({ ...run, studio: studioOf(run.id) }));
  return { document: { success: true, runs: linked, next }, text };
}

function rowOf(run: ListedRun): string[] {
  const { id, status, kind, name, question, startedAt, durationMs, cost } = run;
  const started = startedAt.slice(0, 16).replace('T', ' ');
  const took = showDuration(durationMs);
  return [id, status, kind, name ?? '', excerpt(question ?? '', 40), started, took, showCost(cost)];
}
