import type { ItemCounts } from '../../core/list-items.ts';
import { readElement } from '../../core/kinds/map/paths.ts';
import { splitPath } from '../../core/step-path.ts';

/** Items of a list that is told by its counts too, where each step is told by a line. */
const fewItems = 20;

/** Items between two lines, as long as it is not known how many there are. */
const unknownStep = 100;

/** How far the maps of a run are, as their events and those of the runs for their parts tell. */
export class CountedItems {
  readonly #maps = new Map<string, ItemCounts>();
  /** Of each part so far, by the map's path. */
  readonly #parts = new Map<string, Map<string, ItemCounts>>();
  /** How many were done when it was last told in a line. */
  readonly #told = new Map<string, number>();

  /** Takes counts, and gives them in a line where many are done since the line before. */
  hear(path: string, counts: ItemCounts): string | undefined {
    const map = mapCounted(path);
    if (map === path) this.#maps.set(map, counts);
    else this.#parts.set(map, (this.#parts.get(map) ?? new Map()).set(path, counts));
    return this.#isDue(map) ? this.line(map) : undefined;
  }

  /** How far a map is; `undefined`: nothing was told of it. */
  line(map: string): string | undefined {
    const { total, succeeded, failed } = this.#at(map);
    if (total === 0 && succeeded + failed === 0) return undefined;
    const whole = total === 0 ? ' items so far' : ` of ${total} items`;
    return `${succeeded + failed}${whole}: ${succeeded} succeeded, ${failed} failed`;
  }

  #isDue(map: string): boolean {
    const { total, succeeded, failed } = this.#at(map);
    const done = succeeded + failed;
    const told = this.#told.get(map) ?? 0;
    if (done === told || (total > 0 && total <= fewItems)) return false;
    const step = total === 0 ? unknownStep : Math.ceil(total / 10);
    if (done < told + step && done !== total) return false;
    this.#told.set(map, done);
    return true;
  }

  /** A map itself counts a part only when that has ended. */
  #at(map: string): ItemCounts {
    const own = this.#maps.get(map) ?? { total: 0, succeeded: 0, failed: 0 };
    const parts = [...(this.#parts.get(map)?.values() ?? [])];
    const inParts = (of: 'succeeded' | 'failed') => parts.reduce((sum, each) => sum + each[of], 0);
    return {
      total: own.total,
      succeeded: Math.max(own.succeeded, inParts('succeeded')),
      failed: Math.max(own.failed, inParts('failed')),
    };
  }
}

/** Path of the map that counts are of: those of a part are its map's. */
export function mapCounted(path: string): string {
  const elements = splitPath(path);
  const isPart = readElement(elements.at(-1) ?? '')?.is === 'part';
  return isPart ? elements.slice(0, -1).join('/') : path;
}
