import { sql } from 'kysely';
import type { Capabilities } from '../../core/capabilities.ts';
import { parseJson } from '../../core/parse-json.ts';
import { databaseNow } from './clock.ts';
import type { Database } from './tables.ts';

/** Whose abilities they are. */
interface AbilityKey {
  api: string;
  address: string;
  model: string;
}

/** What endpoints were found to take with a model, for all workers. It is forgotten after 24 hours. */
export interface AbilityStore {
  read(key: AbilityKey): Promise<Partial<Capabilities>>;
  learn(key: AbilityKey, learnt: Partial<Capabilities>): Promise<void>;
  /** Forgets what is known of an endpoint with all of its models. */
  forget(endpoint: Omit<AbilityKey, 'model'>): Promise<void>;
}

const keptMs = 24 * 3_600_000;

export function abilityStore(db: Database): AbilityStore {
  return {
    async read({ api, address, model }) {
      const rows = await db
        .selectFrom('endpoint_abilities')
        .select(['ability', 'value'])
        .where('api', '=', api)
        .where('address', '=', address)
        .where('model', '=', model)
        .where('learnt_at', '>', sql<number>`${databaseNow(db)} - ${keptMs}`)
        .execute();
      return Object.fromEntries(rows.map(({ ability, value }) => [ability, valueOf(value)]));
    },
    async learn(key, learnt) {
      const learnt_at = databaseNow(db);
      const rows = Object.entries(learnt).map(([ability, value]) => ({
        ...key,
        ability,
        value: JSON.stringify(value),
        learnt_at,
      }));
      await db
        .insertInto('endpoint_abilities')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['api', 'address', 'model', 'ability']).doUpdateSet((excluded) => ({
            value: excluded.ref('excluded.value'),
            learnt_at: excluded.ref('excluded.learnt_at'),
          })),
        )
        .execute();
    },
    async forget({ api, address }) {
      await db
        .deleteFrom('endpoint_abilities')
        .where('api', '=', api)
        .where('address', '=', address)
        .execute();
    },
  };
}

function valueOf(written: string): unknown {
  const parsed = parseJson(written);
  return parsed.ok ? parsed.value : undefined;
}
