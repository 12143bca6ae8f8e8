import type { Text } from './content.ts';
import type { StepError } from './results.ts';

// Lists of items that a step works on: they stand in the store, in pages.

/** What has come of an item. */
export type ItemState = 'pending' | 'succeeded' | 'failed';

export const itemStates: readonly ItemState[] = ['pending', 'succeeded', 'failed'];

/** How a list is written in a text. */
export type ListFormat = 'lines' | 'json';

/** Most that a list may have. */
export const longestList = 100_000;

/** Items of a list that a result gives by itself; more are read page by page. */
export const itemsInResult = 100;

/** A list that was stored. */
export interface StoredList {
  list: string;
  total: number;
  /** Of an earlier run, which are not done again. */
  succeeded: number;
}

/** An item that is to be done. */
export interface OpenItem {
  /** From 1. */
  index: number;
  input: Text;
}

/** What came of an item. */
export interface SettledItem {
  index: number;
  content: Text | null;
  error: StepError | null;
  /** US dollars; `null`: not known. */
  cost: number | null;
}

/** How many of a list there are. */
export interface ItemCounts {
  total: number;
  succeeded: number;
  failed: number;
}

/** An item as it stands in the store. */
export interface ListedItem extends SettledItem {
  state: ItemState;
  input: Text;
}

/** Which items of a step are read. */
export interface ItemsWanted {
  /** Workflow id of a run, or of a step in it: `RUN/PATH`. */
  step: string;
  /** Only those behind this index. */
  after: number;
  /** `null`: all. */
  state: ItemState | null;
  limit: number;
}

/** A page of items. */
export interface ItemsPage {
  /** `null`: the step has no list. */
  counts: ItemCounts | null;
  items: ListedItem[];
}
