import type { Text } from '../../core/content.ts';
import type { ListFormat, OpenItem, SettledItem, StoredList } from '../../core/list-items.ts';
import type { Outcome } from '../../core/results.ts';

/** Where the items of a list come from: a text, or what a registered function makes of one. */
export type ListSource =
  | { text: Text; format: ListFormat }
  | { function: string; input: Text; path: string };

/** Lists that a step works on. They stand in the store: what passes through here are references. */
export interface StepLists {
  /** In a run for what failed in an earlier one: the list of that, with what succeeded there. Else `null`. */
  earlier(): Promise<Outcome<StoredList | null>>;
  /** Stores the step's list. */
  store(source: ListSource, maxItems: number): Promise<Outcome<StoredList>>;
  /** Where parts of the list begin and end that have so many items to be done each. */
  parts(list: string, length: number): Promise<Outcome<[number, number][]>>;
  /** The items of a part that are to be done. */
  open(list: string, from: number, to: number): Promise<Outcome<OpenItem[]>>;
  /** Writes down what came of items, also where the run is cancelled. */
  settle(list: string, items: readonly SettledItem[]): Promise<Outcome<void>>;
  /** What the items have given, as texts of so many bytes at most. */
  gather(list: string, itemName: string, bytes: number): Promise<Outcome<Text[]>>;
}
