import { defineQuery, defineSignal } from '@temporalio/workflow';
import {
  type ChangeOutcome,
  type Fact,
  type FactChange,
  userContextNames,
} from '../../core/user-context.ts';

// What the workflow of a user context is told, and what it answers.
/** Changes that are applied in their order. */
export const changeSignal = defineSignal<[FactChange[]]>(userContextNames.change);
export const factsQuery = defineQuery<Fact[]>(userContextNames.facts);
/** What became of changes, in the order of the ids. */
export const outcomesQuery = defineQuery<ChangeOutcome[], [string[]]>(userContextNames.outcomes);
