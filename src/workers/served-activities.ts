import { createExchangeActivities } from '../activities/append-exchange.ts';
import { createThreadReadActivities } from '../activities/ask-threads.ts';
import { createCheckedAnswerActivities } from '../activities/checked-answers.ts';
import { attributeActivities } from '../activities/known-attributes.ts';
import { createListActivities } from '../activities/lists/list-activities.ts';
import { createModelActivities, type ModelActivities } from '../activities/call-model.ts';
import { specActivities } from '../activities/check-spec.ts';
import { createLockActivities } from '../activities/list-locks.ts';
import { createEventActivities } from '../activities/events/event-activities.ts';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import type { Store } from '../activities/store/open-store.ts';
import { createCostActivities } from '../activities/run-costs.ts';
import { createTurnActivities } from '../activities/run-turns.ts';
import { createStopActivities } from '../activities/stop-calls.ts';
import { createTextActivities } from '../activities/texts.ts';
import { createThreadActivities } from '../activities/thread-window.ts';
import type { Tool } from '../activities/tools/define-tool.ts';
import {
  createToolActivities,
  type ToolCircumstances,
} from '../activities/tools/tool-activities.ts';
import { createTransformActivities, type Transforms } from '../activities/transforms.ts';
import { createUserContextActivities } from '../activities/user-context.ts';
import { userContexts } from '../client/memory/user-contexts.ts';
import { Failure, failure } from '../core/failures.ts';

/**
 * What goes where workflows are run: the store, and what is known of users. A local model call is
 * answered here too: where no provider is served, with that.
 */
export function storeActivities(store: Store, sharedQueue: string): object {
  return {
    ...modelActivities(store, []),
    ...createTextActivities({ store }),
    ...createListActivities({ store }),
    ...createUserContextActivities({
      store,
      contextsOf: (temporal) => userContexts({ temporal, sharedQueue }),
    }),
    ...createThreadActivities({ store }),
    ...createExchangeActivities({ store }),
    ...createCheckedAnswerActivities({ store }),
    ...createLockActivities({ store }),
    ...createThreadReadActivities({ store }),
    ...createCostActivities({ store }),
    ...createTurnActivities({ store }),
    ...attributeActivities,
    ...specActivities,
    ...createStopActivities({ store }),
    ...createEventActivities({ store }),
  };
}

/** Tools that a worker has. */
export interface ServedTools extends ToolCircumstances {
  tools: readonly Tool[];
}

/** What users register. */
export function toolActivities(
  store: Store,
  transforms: Transforms,
  { tools, ...more }: ServedTools,
): object {
  return {
    ...createTransformActivities(store, transforms),
    ...createToolActivities(store, tools, more),
  };
}

/** Model calls of one provider or several, each through the endpoint that has its name. */
export function modelActivities(store: Store, endpoints: readonly Endpoint[]): ModelActivities {
  const served = new Map(
    endpoints.map((endpoint) => [endpoint.name, createModelActivities({ store, endpoint })]),
  );
  return {
    async callModel(input) {
      const { provider } = input.settings;
      const activities = served.get(provider);
      if (activities === undefined) throw unknownProvider(provider, [...served.keys()]);
      return await activities.callModel(input);
    },
  };
}

function unknownProvider(provider: string, served: readonly string[]) {
  const known = served.join(', ') || 'none';
  const message = `the worker does not serve the provider '${provider}' (it serves ${known}): configure it there, with its key`;
  return failure(Failure.providerNotServed, message);
}
