/** All that the benchmark takes from the product, in one place. */
export {
  AgentsClient,
  connect,
  type LocalClient,
  local,
  MessageStore,
  type RunEvent,
} from '../src/index.ts';
export { createServer } from '../src/service/index.ts';
export type { StepInput } from '../src/core/kinds/step.ts';
export { startFleetWorker } from '../src/workers/index.ts';
export { type ModelServer, startModelServer } from '../src/testing/index.ts';
export { acquireServer } from '../src/workers/embedded/index.ts';
export { resolveBinary } from '../src/workers/binaries/index.ts';
export { Closing } from '../src/workers/closing.ts';
export { eventsInStore } from '../src/activities/events/store-events.ts';
export { openStore } from '../src/activities/store/open-store.ts';
export { createThreadActivities } from '../src/activities/thread-window.ts';
