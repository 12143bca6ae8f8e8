import { hasItems, surveyOf } from '../../core/kinds/walk.ts';
import { invalidInput } from '../../core/parse-input.ts';
import type { ClientParts } from './client-parts.ts';
import { findWorkflow } from './describe-workflow.ts';
import { readItemsPage } from './read-items.ts';
import { startRun } from './start-run.ts';
import { readStartedWith } from './started-with.ts';
import { unknownRun } from './unknown-run.ts';

/**
 * Starts a run for the items that did not succeed in an ended run of a map, `ID~2`, or after that `ID~3`;
 * what succeeded stays. One that goes on already is attached to.
 *
 * @returns its id
 * @throws `Input.Invalid` when there is no such run, it goes on, it is of another kind, or nothing failed
 */
export async function resumeFailed(parts: ClientParts, id: string): Promise<string> {
  const newest = await newestOf(parts, id);
  if (newest.isRunning && newest.id !== id) return newest.id;
  if (newest.isRunning) throw refusal(`run '${id}' goes on: wait for its end, or cancel it`);
  const { step, input, context, user } = await readStartedWith(parts, newest.id);
  if (step === null || !hasItems(step))
    throw refusal(`run '${id}' has no list of items: only those of a map can be done again`);
  const wanted = { step: newest.id, after: 0, state: null, limit: 1 };
  const { counts } = await readItemsPage(parts, wanted);
  const isDone = newest.hasSucceeded && counts?.succeeded === counts?.total;
  if (isDone) throw refusal(`nothing failed in run '${newest.id}'`);
  const next = nextId(newest.id);
  const given = { spec: step, input, context, user };
  await startRun(parts, { id: next, given, survey: surveyOf(step), again: newest.id });
  return next;
}

/** The last of a run and those that did again what had failed in the one before. */
async function newestOf({ temporal }: ClientParts, first: string) {
  let id = first;
  let found = await findWorkflow(temporal, id);
  if (found === undefined) throw unknownRun(id);
  for (;;) {
    const next = await findWorkflow(temporal, nextId(id));
    if (next === undefined) break;
    found = next;
    id = nextId(id);
  }
  const { name } = found.status;
  return { id, isRunning: name === 'RUNNING', hasSucceeded: name === 'COMPLETED' };
}

function nextId(id: string): string {
  const [, first, number] = /^(.*)~(\d+)$/.exec(id) ?? [];
  return number === undefined ? `${id}~2` : `${first}~${Number(number) + 1}`;
}

function refusal(message: string) {
  return invalidInput('the id', [{ path: '', message }]);
}
