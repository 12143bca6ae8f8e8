import { countOf } from '../../../amounts.ts';
import type { MapView } from '../../kinds/map.ts';
import { shownItems } from '../../shown-items.ts';
import type { WriteKind } from '../writer.ts';

/** Items that are written, those that failed first. */
const itemsAtMost = 50;

export const map: WriteKind<MapView> = (node, { counts, list, items, reduced }, writer) => {
  const { shown, more } = shownItems(node, items, itemsAtMost);
  return [
    ...(counts === null ? [] : [inWords(counts)]),
    ...(list === null ? [] : writer.step(list)),
    ...shown.flatMap((path) => writer.step(path)),
    ...(more === 0 ? [] : [`_${countOf(more, 'more item')}: they are in the run's items._`]),
    ...reduced.slice(-1).flatMap((path) => writer.step(path)),
  ];
};

function inWords({ total, succeeded, failed }: NonNullable<MapView['counts']>): string {
  return `${countOf(total, 'item')}: ${succeeded} succeeded, ${failed} failed.`;
}
