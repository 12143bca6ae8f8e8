import type { Part } from '../../test/support/live-world.ts';
import { typedPlan, typedTask } from '../../test/support/typed-plan.ts';

/** A planner's task for a worker. */
export const task = (id: string, workerName: string, dependsOn: string[] = []) =>
  typedTask(id, workerName, `do ${id}`, { dependsOn });

/** A planner's reply. */
export const plan = (...tasks: ReturnType<typeof task>[]) => JSON.stringify(typedPlan(tasks));

/** What a verifier says of results, by the ids of their tasks. */
export const verdicts = (said: Readonly<Record<string, boolean>>) =>
  JSON.stringify({
    verdicts: Object.entries(said).map(([id, ok]) => ({
      ...{ id, reason: ok ? 'it has a source' : 'it has no source', ok },
    })),
  });

/** A planner's review of a wave. */
export const review = (satisfied: boolean) =>
  JSON.stringify({
    satisfied: { answer: satisfied, reason: 'it is so' },
    progress: { answer: true, reason: 'it went on' },
    inLoop: { answer: false, reason: 'nothing was repeated' },
    missing: { answer: satisfied ? '' : 'numbers', reason: 'none were given' },
  });

/** A debater who always says and votes the same. */
export const votes =
  (option: string, statement: string): Part =>
  ({ outputSchema }) =>
    outputSchema === null
      ? statement
      : JSON.stringify({ option, why: 'so', confidence: 0.5, changed: false });
