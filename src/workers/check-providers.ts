import { createProvider } from '../activities/providers/create-provider.ts';
import { addressOf, type Endpoint } from '../activities/providers/endpoint.ts';
import { KnownAbilities } from '../activities/providers/abilities/known-abilities.ts';
import { probeEndpoint, type ProbedEndpoint } from '../activities/probe-endpoint.ts';
import { openStore, type Store } from '../activities/store/open-store.ts';
import type { Api } from '../core/provider-apis.ts';
import { isBuiltIn, isReady } from './endpoints.ts';

/** What was found out of a provider. */
export interface CheckedProvider extends Partial<ProbedEndpoint> {
  name: string;
  api: Api;
  address: string;
  /** `notSet`: built in, and its key is not there: nobody was asked. */
  state: 'works' | 'partly' | 'fails' | 'notSet';
  /** The variable for its key; `null`: it wants none. */
  keyEnv: string | null;
  /** US dollars for all that was asked; `null`: not known. */
  cost: number | null;
}

/** What is to be checked, and where what is found out is kept. */
export interface ProvidersToCheck {
  endpoints: readonly Endpoint[];
  databaseUrl: string;
  signal: AbortSignal;
}

/**
 * Asks every provider but the simulated one what it can do, one after the other, and keeps it for
 * all workers, in place of what was known before.
 */
export async function checkProviders(given: ProvidersToCheck): Promise<CheckedProvider[]> {
  const store = await openStore(given.databaseUrl);
  try {
    const checked: CheckedProvider[] = [];
    for (const endpoint of given.endpoints.filter(({ simulated }) => !simulated))
      checked.push(await checkProvider(endpoint, store, given.signal));
    return checked;
  } finally {
    await store.close();
  }
}

async function checkProvider(
  endpoint: Endpoint,
  store: Store,
  signal: AbortSignal,
): Promise<CheckedProvider> {
  const { name, api, keyEnv } = endpoint;
  const address = addressOf(endpoint);
  const known = { name, api, address, keyEnv };
  if (isBuiltIn(endpoint) && !isReady(endpoint)) return { ...known, state: 'notSet', cost: 0 };
  await store.abilities.forget({ api, address });
  const abilities = new KnownAbilities(endpoint, store.abilities);
  const provider = createProvider(endpoint);
  const probed = await probeEndpoint({ endpoint, provider, abilities, signal });
  return { ...known, state: stateOf(probed), ...probed, cost: costOf(probed) };
}

/** Without a word nothing works; a model without tools or schemas does for many agents. */
function stateOf({ text, structured, tool }: ProbedEndpoint): CheckedProvider['state'] {
  if (!text.success) return 'fails';
  return structured?.success && tool?.success ? 'works' : 'partly';
}

function costOf({ text, structured, tool }: ProbedEndpoint): number | null {
  const asked = [text, structured, tool].flatMap((probe) => probe ?? []);
  return asked.reduce<number | null>(
    (sum, { cost }) => (sum === null || cost === null ? null : sum + cost),
    0,
  );
}
