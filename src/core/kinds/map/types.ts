import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { ItemState } from '../../list-items.ts';
import type { EveryKind } from '../every-kind.ts';
import type { ResultBase, StepError } from '../../results.ts';
import type { Step, StepInput } from '../step.ts';

/** Where the items come from: the lines of the input, a JSON list in it, a step or a function that gives a list. */
export type MapSource<S = Step> = 'lines' | 'json' | { function: string } | S;

/** A step for each item of a list. */
export interface MapSpec extends EveryKind {
  kind: 'map';
  name: string;
  over: MapSource;
  /** Its input is the item; an item of a JSON list that is no text is one of JSON. */
  step: Step;
  /** What one is called: `item 17`. */
  itemName: string;
  /** How many run at once, in the whole map. */
  concurrency: number;
  /** `stop`: the first item that fails ends the map. */
  onError: 'continue' | 'stop';
  /** A longer list is refused. */
  maxItems: number;
  /** Makes one text of what the items gave: of as much at a time as fits, and then of what came of that. */
  reduce: Step | null;
  /** For the whole map. */
  timeout: Duration;
  /** Set in the child run of a longer map only: which part of its list this is. */
  part?: MapPart;
}

/** A part of a list, both ends included. */
export interface MapPart {
  list: string;
  from: number;
  to: number;
}

/** A map as it is written: all but its step may be left out. */
export type MapInput = Pick<MapSpec, 'kind'> &
  Partial<Omit<MapSpec, 'kind' | 'over' | 'step' | 'reduce' | 'part'>> & {
    over?: MapSource<StepInput>;
    step: StepInput;
    reduce?: StepInput | null;
  };

/** One item, and what came of it. */
export interface MapItem<C = Text> {
  /** From 1. */
  index: number;
  state: ItemState;
  input: C;
  success: boolean;
  content: C | null;
  /** `null` on success, and as long as it was not tried. */
  error: StepError | null;
  /** US dollars; `null`: not known. */
  cost: number | null;
}

/** What came of a list; the content is what `reduce` made of it, or all answers in one text. */
export interface MapResult<C = Text> extends ResultBase<C> {
  kind: 'map';
  /** Of the list; what neither succeeded nor failed was not tried. */
  total: number;
  succeeded: number;
  failed: number;
  /** In the list's order, as a client gives it: of a list of at most 100. Of a longer one, and on the wire, empty. */
  items: MapItem<C>[];
  /** What `reduce` made of it; `null` without. */
  reduced: C | null;
}

declare module '../step.ts' {
  interface KindTypes<C> {
    map: {
      spec: MapSpec;
      input: MapInput;
      result: MapResult<C>;
      presented: MapResult<string>;
    };
  }
}
