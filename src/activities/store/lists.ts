import { sql } from 'kysely';
import { referTo, type Text } from '../../core/content.ts';
import type {
  ItemCounts,
  ItemState,
  ListedItem,
  SettledItem,
  StoredList,
} from '../../core/list-items.ts';
import type { StepError } from '../../core/results.ts';
import { putItems } from './put-items.ts';
import type { Database, ListItemsTable } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** Whose a list is. */
export interface ListOwner {
  list: string;
  /** Id of the step that works on it. */
  step: string;
  /** Workflow id of the outermost run. */
  run: string;
}

/** Items behind an index, up to another one. */
interface ItemRange {
  after: number;
  /** Default: to the end. */
  upTo?: number;
  /** `null`: of any state. */
  state: ItemState | null;
  limit: number;
}

export interface ListStore {
  /** The list of this id, if it is stored whole. */
  find(list: string): Promise<StoredList | undefined>;
  /** Stores the items of a list, in groups; doing it again changes nothing. */
  put(owner: ListOwner, items: readonly string[]): Promise<StoredList>;
  /** The same items as those of an earlier step's newest list; what succeeded there stays. */
  copy(owner: ListOwner, earlier: string): Promise<StoredList | undefined>;
  /** Id of the newest list of a step. */
  ofStep(step: string): Promise<string | undefined>;
  read(list: string, range: ItemRange): Promise<ListedItem[]>;
  /** Where the items are that have not succeeded. */
  open(list: string): Promise<number[]>;
  /** Writes down what came of items. */
  settle(list: string, items: readonly SettledItem[]): Promise<void>;
  counts(list: string): Promise<ItemCounts>;
}

export function listStore(db: Database): ListStore {
  return {
    find: (list) => findList(db, list),
    async put(owner, items) {
      await begin(db, owner);
      await putItems(db, owner, items);
      return await complete(db, owner.list, items.length);
    },
    async copy(owner, earlier) {
      const from = await newestOf(db, earlier);
      if (from === undefined) return undefined;
      const { total } = await countsOf(db, from);
      await begin(db, owner);
      await copyItems(db, from, owner.list);
      return await complete(db, owner.list, total);
    },
    ofStep: (step) => newestOf(db, step),
    read: (list, range) => readItems(db, list, range),
    open: (list) => openIn(db, list),
    settle: (list, items) => settleItems(db, list, items),
    counts: (list) => countsOf(db, list),
  };
}

async function findList(db: Database, list: string): Promise<StoredList | undefined> {
  const found = await db.selectFrom('lists').select('total').where('id', '=', list).execute();
  const total = found[0]?.total ?? null;
  if (total === null) return undefined;
  return { list, total, succeeded: (await countsOf(db, list)).succeeded };
}

async function begin(db: Database, { list, step, run }: ListOwner): Promise<void> {
  const created_at = new Date().toISOString();
  await db
    .insertInto('lists')
    .values({ id: list, step, run, total: null, created_at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

async function complete(db: Database, list: string, total: number): Promise<StoredList> {
  await db.updateTable('lists').set({ total }).where('id', '=', list).execute();
  return { list, total, succeeded: (await countsOf(db, list)).succeeded };
}

/** The newest that is stored whole: an id may have been used before, and its runs forgotten. */
async function newestOf(db: Database, step: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('lists')
    .select('id')
    .where('step', '=', step)
    .where('total', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .execute();
  return rows[0]?.id;
}

/** A field of an item that has succeeded. */
const kept = (field: string) =>
  sql`case when state = 'succeeded' then ${sql.ref(field)} else null end`;

async function copyItems(db: Database, from: string, to: string): Promise<void> {
  await sql`
    insert into list_items (list, position, state, input, bytes, content, error, cost)
    select ${to}, position, case when state = 'succeeded' then state else 'pending' end,
      input, bytes, ${kept('content')}, null, ${kept('cost')}
    from list_items where list = ${from}
    on conflict do nothing`.execute(db);
}

async function openIn(db: Database, list: string): Promise<number[]> {
  const rows = await db
    .selectFrom('list_items')
    .select('position')
    .where('list', '=', list)
    .where('state', '!=', 'succeeded')
    .orderBy('position')
    .execute();
  return rows.map(({ position }) => position);
}

async function readItems(
  db: Database,
  list: string,
  { after, upTo, state, limit }: ItemRange,
): Promise<ListedItem[]> {
  let query = db
    .selectFrom('list_items')
    .selectAll()
    .where('list', '=', list)
    .where('position', '>', after);
  if (upTo !== undefined) query = query.where('position', '<=', upTo);
  if (state !== null) query = query.where('state', '=', state);
  const rows = await query.orderBy('position').limit(limit).execute();
  return rows.map(itemOf);
}

function itemOf({ position, state, input, bytes, content, error, cost }: ListItemsTable) {
  return {
    index: position,
    state,
    input: referTo(input, bytes),
    content: content === null ? null : (JSON.parse(content) as Text),
    error: error === null ? null : (JSON.parse(error) as StepError),
    cost,
  } satisfies ListedItem;
}

/** Rows of one statement: well below the variables that a database allows. */
const settledAtOnce = 50;

async function settleItems(
  db: Database,
  list: string,
  items: readonly SettledItem[],
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    for (let start = 0; start < items.length; start += settledAtOnce)
      await settle(transaction, list, items.slice(start, start + settledAtOnce));
  });
}

/** The rows are there: their conflict is what updates them. */
async function settle(db: Database, list: string, items: readonly SettledItem[]): Promise<void> {
  const rows = items.map(({ index, content, error, cost }) => ({
    list,
    position: index,
    state: error === null ? ('succeeded' as const) : ('failed' as const),
    input: '',
    bytes: 0,
    content: content === null ? null : JSON.stringify(content),
    error: error === null ? null : JSON.stringify(error),
    cost,
  }));
  await db
    .insertInto('list_items')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['list', 'position']).doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        content: eb.ref('excluded.content'),
        error: eb.ref('excluded.error'),
        cost: eb.ref('excluded.cost'),
      })),
    )
    .execute();
}

async function countsOf(db: Database, list: string): Promise<ItemCounts> {
  const rows = await db
    .selectFrom('list_items')
    .select(({ fn }) => ['state', fn.countAll<number | string>().as('count')])
    .where('list', '=', list)
    .groupBy('state')
    .execute();
  const counted = (state: ItemState) => Number(rows.find((row) => row.state === state)?.count ?? 0);
  const [succeeded, failed] = [counted('succeeded'), counted('failed')];
  return { total: succeeded + failed + counted('pending'), succeeded, failed };
}
