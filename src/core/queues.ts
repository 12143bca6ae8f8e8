/** Names of the task queues that a run's work goes to. */
export interface Queues {
  /** Also of what reads and writes the store. */
  workflows: string;
  tools: string;
  model: (provider: string) => string;
}

/** The workflow queue of a fleet. */
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

/**
 * A queue for workflows, one for tools and one for each provider, as a fleet has them.
 *
 * @param suffix ends every name; none in a fleet. Embedded it tells apart processes with other tools
 *   or endpoints, which all use the first of these queues only
 */
export function queuesOf(suffix = ''): Queues {
  return {
    workflows: `${base}${suffix}`,
    tools: `${base}-tools${suffix}`,
    model: (provider) => `${base}-model-${provider}${suffix}`,
  };
}

/**
 * The queues that go with the workflow queue that a run is on. A fleet's has others beside it, so that
 * workers with keys and tools can stand apart. On any other, embedded or a user's own, whoever runs the
 * workflows does everything, and Temporal can hand out an activity together with a workflow task.
 */
export function queuesBeside(workflowQueue: string): Queues {
  if (workflowQueue === base) return queuesOf();
  return { workflows: workflowQueue, tools: workflowQueue, model: () => workflowQueue };
}

export function suffixOf(workflowQueue: string): string {
  return /^agents(\.[0-9a-f]+)$/.exec(workflowQueue)?.[1] ?? '';
}
