/**
 * Names of the task queues. A fleet uses them as they are; the embedded server adds a suffix that
 * tells apart processes with other tools or endpoints.
 */
export interface Queues {
  workflows: string;
  tools: string;
  model: (provider: string) => string;
}

const base = 'agents';

/**
 * The queue of what any process with the store can do, whatever its tools and endpoints: texts are
 * read there for clients, and user contexts live there. It has no suffix but the store's.
 *
 * @param store tells stores on one server apart; a fleet has one store, and none of it
 */
export function sharedQueueOf(store = ''): string {
  return store === '' ? `${base}-shared` : `${base}-shared.${store}`;
}

export function queuesOf(suffix = ''): Queues {
  return {
    workflows: `${base}${suffix}`,
    tools: `${base}-tools${suffix}`,
    model: (provider) => `${base}-model-${provider}${suffix}`,
  };
}

/** The queues that go with the workflow queue that a run is on; a foreign queue gets the fleet's. */
export function queuesBeside(workflowQueue: string): Queues {
  return queuesOf(suffixOf(workflowQueue));
}

export function suffixOf(workflowQueue: string): string {
  return /^agents(\.[0-9a-f]+)$/.exec(workflowQueue)?.[1] ?? '';
}
