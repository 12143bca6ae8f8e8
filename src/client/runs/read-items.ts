import { z } from 'zod';
import { sizeOf } from '../../core/content.ts';
import type { MapItem } from '../../core/kinds/map/types.ts';
import {
  type ItemCounts,
  itemsInResult,
  type ItemsPage,
  itemStates,
  type ItemsWanted,
  type ListedItem,
} from '../../core/list-items.ts';
import { mapEveryResult } from '../../core/kinds/results.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import { parseInput } from '../../core/parse-input.ts';
import { batchesOf } from '../../core/batches.ts';
import { fillTexts } from './fill-result.ts';
import { readThroughWorker, type TextReader } from './worker-query.ts';

const optionsSchema = z.strictObject({
  after: z.int().min(0).default(0),
  state: z.enum(itemStates).nullable().default(null),
  limit: z.int().min(1).optional(),
});

/** Which items are read. */
export type ItemsOptions = z.input<typeof optionsSchema>;

/** Items of one page: their texts are references. */
const pageLength = 500;

/** Bytes of texts that are read at once. */
const textsAtOnce = 4_000_000;

/** A page as it was found. */
export async function readItemsPage(reader: TextReader, wanted: ItemsWanted): Promise<ItemsPage> {
  if (reader.readItems !== undefined) return await reader.readItems(wanted);
  return await readThroughWorker<ItemsPage>(reader, {
    workflow: 'readItems',
    args: [wanted],
    limit: '30s',
    id: 'read-items',
    what: `the items of '${wanted.step}'`,
    again: 'for them again',
    summary: 'items of a run, for a client',
  });
}

/**
 * The items of a step in order, read page by page.
 *
 * @throws `Input.Invalid` for an option that is none
 * @throws `Worker.Unconfigured` when nobody with access to the store answers
 */
export async function* readItems(
  reader: TextReader,
  step: string,
  options: ItemsOptions = {},
): AsyncGenerator<MapItem<string>> {
  const { state, limit = Infinity, ...given } = parseInput(optionsSchema, options, 'the options');
  let { after } = given;
  for (let left = limit; left > 0;) {
    const wanted = { step, after, state, limit: Math.min(pageLength, left) };
    const { items } = await readItemsPage(reader, wanted);
    for (const batch of batchesOf(items, textsAtOnce, bytesOfItem))
      yield* await filled(reader, batch);
    after = items.at(-1)?.index ?? after;
    left = items.length < wanted.limit ? 0 : left - items.length;
  }
}

function bytesOfItem({ input, content }: ListedItem): number {
  return sizeOf(input) + sizeOf(content ?? '');
}

async function filled(reader: TextReader, items: ListedItem[]): Promise<MapItem<string>[]> {
  return (await fillTexts(reader, items.map(asItem))) as MapItem<string>[];
}

function asItem({ index, state, input, content, error, cost }: ListedItem): MapItem {
  return { index, state, input, success: state === 'succeeded', content, error, cost };
}

/** What a result gives of a list. */
interface Listed {
  counts: ItemCounts;
  items: MapItem<string>[];
}

/**
 * The result with the items of each list in it that has at most so many: what stands in the store is
 * also there where the run was cut off.
 *
 * @param atMost default: those that a result gives by itself
 */
export async function withItems(
  reader: TextReader,
  result: StepResult<string>,
  atMost = itemsInResult,
): Promise<StepResult<string>> {
  const listed = new Map<string, Listed | null>();
  mapEveryResult(result, (each) => {
    if (isListed(each)) listed.set(each.id, null);
    return each;
  });
  for (const id of listed.keys()) listed.set(id, await readListed(reader, id, atMost));
  if (listed.size === 0) return result;
  return mapEveryResult(result, (each) => {
    const found = isListed(each) ? listed.get(each.id) : undefined;
    return found ? { ...each, ...found.counts, items: found.items } : each;
  });
}

function isListed(result: StepResult<string>) {
  return 'items' in result && 'succeeded' in result && (result.total > 0 || result.error !== null);
}

async function readListed(
  reader: TextReader,
  step: string,
  atMost: number,
): Promise<Listed | null> {
  const limit = Math.min(atMost, itemsInResult);
  const { counts, items } = await readItemsPage(reader, { step, after: 0, state: null, limit });
  if (counts === null) return null;
  if (counts.total > atMost) return { counts, items: [] };
  const all = counts.total > limit ? await allOf(reader, step) : await filled(reader, items);
  return { counts, items: all };
}

async function allOf(reader: TextReader, step: string): Promise<MapItem<string>[]> {
  const items: MapItem<string>[] = [];
  for await (const item of readItems(reader, step)) items.push(item);
  return items;
}
