import type { StepProgress } from '../../client/progress/index.ts';
import { countOf } from '../../core/amounts.ts';
import { itemOf } from '../../core/kinds/item-of.ts';
import { stepTitle } from '../../core/kinds/titles.ts';
import type { Step } from '../../core/kinds/step.ts';

/** Items of a map whose steps are shown: those that failed or go on first, then the last ones. */
const itemsAtMost = 20;

/** The steps of a run that are shown, in their order, and a line for each map of which there are more. */
export function shownSteps<S extends StepProgress>(
  steps: readonly S[],
  spec: Step | null,
): { shown: S[]; more: string[] } {
  const placed = steps.map((step) => ({ step, place: itemOf(step.path, spec) }));
  const maps = new Map<string, Map<string, S[]>>();
  for (const { step, place } of placed) {
    if (place === null) continue;
    const items = maps.get(place.map) ?? new Map<string, S[]>();
    maps.set(place.map, items.set(place.item, [...(items.get(place.item) ?? []), step]));
  }
  const kept = new Set([...maps.values()].flatMap(keptItems));
  const shown = placed.flatMap(({ step, place }) =>
    place === null || kept.has(place.item) ? [step] : [],
  );
  const more = [...maps].flatMap(([map, { size }]) =>
    size > itemsAtMost ? [moreLine(map, size - itemsAtMost, spec)] : [],
  );
  return { shown, more };
}

function keptItems(items: ReadonlyMap<string, readonly StepProgress[]>): string[] {
  const ranked = [...items].map(([path, steps], at) => ({ path, rank: rankOf(steps), at }));
  const sorted = ranked.toSorted((one, two) => one.rank - two.rank || two.at - one.at);
  return sorted.slice(0, itemsAtMost).map(({ path }) => path);
}

function rankOf(steps: readonly StepProgress[]): number {
  if (steps.some(({ state }) => state === 'failed')) return 0;
  return steps.some(({ state }) => state === 'running') ? 1 : 2;
}

function moreLine(map: string, count: number, spec: Step | null): string {
  const of = map === '' ? '' : ` of ${stepTitle(map, spec)}`;
  return `… ${countOf(count, 'more item')}${of}`;
}
