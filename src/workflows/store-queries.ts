import type { ThreadQuestion } from '../core/thread-reads.ts';
import type { LockListing } from '../core/locks.ts';
import type { EventsWanted } from '../activities/events/event-activities.ts';
import type { TurnsPart, TurnsWanted } from '../activities/run-turns.ts';
import type { ToldEvent } from '../core/events.ts';
import type { StoredText } from '../core/model-call.ts';
import type { ItemsPage, ItemsWanted } from '../core/list-items.ts';
import { effects } from './runtime/activities.ts';

// What a client reads through a worker, because it has no access to the database.

/** Stored messages: 1.5 MB at most. */
export async function readMessages({ ids }: { ids: string[] }): Promise<StoredText[]> {
  return await effects.readTexts(ids, false);
}

/** What is new of runs, for followers; `end`: first writes that one has ended without saying so. */
export async function readEvents({
  end,
  ...wanted
}: EventsWanted & { end?: { run: string; event: ToldEvent } }) {
  if (end !== undefined) await effects.tellEvents({ run: end.run, events: [end.event] });
  return await effects.readEvents(wanted);
}

/** What runs have cost so far, in US dollars; `null`: not known. */
export async function readCosts({ runs }: { runs: string[] }): Promise<[string, number | null][]> {
  return await effects.readCosts(runs);
}

/** A piece of what the ledger has of the turns of a run. */
export async function readTurns(wanted: TurnsWanted & { from: number }): Promise<TurnsPart> {
  return await effects.readTurns(wanted);
}

/** What clients ask about threads. */
export async function askThreads(question: ThreadQuestion): Promise<unknown> {
  return await effects.askThreads(question);
}

/** Who holds which lock, and who waits. */
export async function readLocks(): Promise<LockListing> {
  return await effects.listLocks();
}

/** A page of the items of a step, with their texts as references. */
export async function readItems(wanted: ItemsWanted): Promise<ItemsPage> {
  return await effects.readItems(wanted);
}

/** Stores texts that are too long for the input of a run: 1 MB at most. */
export async function storeTexts({
  run,
  texts,
}: {
  run: string;
  texts: StoredText[];
}): Promise<void> {
  await effects.storeTexts(texts, run, false);
}
