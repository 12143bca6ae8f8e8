import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type ChangeOutcome,
  type Fact,
  type FactChange,
  userContextNames,
} from '../../core/user-context.ts';
import { factsIn, noFacts, outcomeOf, receive, type UserFacts } from '../../core/user-facts.ts';
import { factsDetails } from '../../core/web-ui/facts-details.ts';

// What it is told, and what it answers.

/** Changes that are applied in their order. */
const changeSignal = defineSignal<[FactChange[]]>(userContextNames.change);
const factsQuery = defineQuery<Fact[]>(userContextNames.facts);
/** What became of changes, in the order of the ids. */
const outcomesQuery = defineQuery<ChangeOutcome[], [string[]]>(userContextNames.outcomes);

/**
 * Changes that one run of the workflow takes, each of four events at most. More are not refused: under
 * a constant stream the server lets a run go on until there is a pause.
 */
const changesAtMost = 500;

/** What is known of one user. Changes come as signals and are applied one at a time, as they come. */
export async function userContext({ state = noFacts() }: { state?: UserFacts }): Promise<void> {
  let changes = 0;
  setHandler(changeSignal, (sent: unknown) => {
    const at = new Date().toISOString();
    const list: unknown[] = Array.isArray(sent) ? sent : [sent];
    for (const change of list) receive(state, change, at);
    changes += list.length;
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
