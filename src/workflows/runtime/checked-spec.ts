import { patched } from '@temporalio/workflow';
import { Failure, failure } from '../../core/failures.ts';
import type { Kind, SpecOf, Step } from '../../core/kinds/step.ts';
import type { RunInput } from '../../core/run-input.ts';
import { effects } from './activities.ts';

/**
 * The run's spec, every default filled in. What a client or a parent run has checked is taken as it
 * is; any other one is checked by a local activity, because no schema library is in the sandbox.
 *
 * @throws `Input.Invalid` for a bad spec, and for one of another kind
 */
export async function checkedSpec<K extends Kind>(kind: K, given: RunInput): Promise<SpecOf<K>> {
  const checked = given.checked === true || !patched('spec-check');
  const spec = checked ? given.spec : await check(given.spec);
  if (spec.kind === kind) return spec as SpecOf<K>;
  const message = `a ${spec.kind} spec was given to the workflow '${kind}': start the workflow '${spec.kind}'`;
  throw failure(Failure.inputInvalid, message);
}

/** The activity gives the whole spec only where defaults were missing. */
async function check(spec: Step): Promise<Step> {
  return (await effects.checkSpec(spec)).filled ?? spec;
}
