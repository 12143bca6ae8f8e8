import type { Store } from './store/open-store.ts';

export interface CostActivities {
  /** What runs have cost so far, in US dollars; `null`: not known. */
  readCosts(input: { runs: string[] }): Promise<[string, number | null][]>;
}

export function createCostActivities({ store }: { store: Store }): CostActivities {
  return {
    async readCosts({ runs }) {
      return [...(await store.ledger.costsOf(runs))];
    },
  };
}
