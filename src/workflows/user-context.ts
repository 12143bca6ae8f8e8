import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { factsIn, noFacts, outcomeOf, receive, type UserFacts } from '../core/user-facts.ts';
import { factsDetails } from './facts-details.ts';
import { changeSignal, factsQuery, outcomesQuery } from './messages.ts';

/** Changes that one run of the workflow takes; each is four events at most, of 51,200. */
const changesAtMost = 1_000;

/** What is known of one user. Changes come as signals and are applied one at a time, as they come. */
export async function userContext({ state = noFacts() }: { state?: UserFacts }): Promise<void> {
  let changes = 0;
  setHandler(changeSignal, (change) => {
    changes += 1;
    receive(state, change, new Date().toISOString());
    setCurrentDetails(factsDetails(state.facts));
  });
  setHandler(factsQuery, () => factsIn(state));
  setHandler(outcomesQuery, (ids) => ids.map((id) => outcomeOf(state, id)));
  setCurrentDetails(factsDetails(state.facts));
  // Facts are deleted by `forget`: a stray cancel must not lose them.
  await CancellationScope.nonCancellable(async () => {
    await condition(() => changes >= changesAtMost || workflowInfo().continueAsNewSuggested);
    await condition(allHandlersFinished);
    await continueAsNew<typeof userContext>({ state });
  });
}
