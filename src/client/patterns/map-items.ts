import { z } from 'zod';
import type { MapInput, MapResult, MapSpec } from '../../core/kinds/map/types.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import { parseInput } from '../../core/parse-input.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';
import { specOf, type StepLike } from '../runs/step-like.ts';

export type {
  MapInput,
  MapItem,
  MapPart,
  MapResult,
  MapSource,
  MapSpec,
} from '../../core/kinds/map/types.ts';

/** A map's settings, as in its spec; durations are `'60s'` or milliseconds. */
export type MapOptions = Partial<Omit<MapInput, 'kind' | 'over' | 'step' | 'reduce'>> & {
  /** Where the items come from. Default: the lines of the input. */
  over?: 'lines' | 'json' | { function: string } | StepLike;
  /** Makes one text of what the items gave. Default: none does. */
  reduce?: StepLike | null;
};

/** A step for each item of a list, and if wanted one text made of what they gave. */
export class MapItems {
  readonly spec: MapSpec;

  /** @throws `Input.Invalid` for a wrong field */
  constructor(step: StepLike, { over, reduce, ...options }: MapOptions = {}) {
    const isStep = typeof over === 'object' && !('function' in over);
    const source = over === undefined ? {} : { over: isStep ? specOf(over) : over };
    const reduced = reduce ? { reduce: specOf(reduce) } : {};
    const spec = { ...options, kind: 'map', step: specOf(step), ...source, ...reduced };
    this.spec = parseStep(spec, 'MapItems') as MapSpec;
  }

  /** Runs it on a text in which the items stand, or from which they are made. */
  async chat(message: string, options?: ChatOptions): Promise<MapResult<string>> {
    return await runStep(this.spec, message, options);
  }

  /**
   * Runs it on these items, whatever its `over` says; one that is no text is given as JSON.
   *
   * @throws `Input.Invalid` for what is no list, or has values that JSON has not
   */
  async each(items: readonly unknown[], options?: ChatOptions): Promise<MapResult<string>> {
    parseInput(z.array(z.json()), items, 'the items');
    const spec: MapSpec = { ...this.spec, over: 'json' };
    return await runStep(spec, JSON.stringify(items), options);
  }
}
