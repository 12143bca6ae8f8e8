import type { Client } from '@temporalio/client';
import type { Step } from '../../core/kinds/step.ts';
import { stepAt } from '../../core/kinds/titles.ts';
import { hasItems, stepsIn } from '../../core/kinds/walk.ts';
import { invalidInput } from '../../core/parse-input.ts';
import { splitPath } from '../../core/step-path.ts';
import { type StepNode, stepTree } from '../progress/step-tree.ts';
import { readStartedStep } from './started-with.ts';

/**
 * Looks why a step has no list of items: a map that has not begun has none yet, and that is no mistake.
 *
 * @throws `Input.Invalid` when there is no such run, or the step is no map: it says which maps there are
 */
export async function refuseOtherThanMap(temporal: Client, id: string): Promise<void> {
  const [run = id, ...inside] = splitPath(id);
  const spec = await readStartedStep(temporal, run);
  const step = spec === null ? null : stepAt(inside.join('/'), spec);
  if (spec === null || (step !== null && hasItems(step))) return;
  const message = `'${id}' is no map, and so it has no items: ${whereMapsAre(run, spec)}`;
  throw invalidInput('the id', [{ path: '', message }], 'noItems');
}

/** Paths that are named at most. */
const namedAtMost = 5;

function whereMapsAre(run: string, spec: Step): string {
  const paths = mapsIn(stepTree(spec));
  const named = paths.slice(0, namedAtMost).map((path) => `'${run}/${path}'`);
  const more = paths.length > named.length ? ', …' : '';
  if (named.length > 0) return `ask for those of ${named.join(', ')}${more}`;
  if (stepsIn(spec).some(hasItems))
    return `ask for those of a map in the run, by '${run}/PATH' with its path`;
  return `there is no map in run '${run}'`;
}

function mapsIn({ path, step, children }: StepNode): string[] {
  const isMap = step !== null && hasItems(step) && path !== '';
  return [...(isMap ? [path] : []), ...children.flatMap(mapsIn)];
}
