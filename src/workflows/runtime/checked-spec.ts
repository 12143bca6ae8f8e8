import { patched } from '@temporalio/workflow';
import { Failure, failure } from '../../core/failures.ts';
import type { Kind, SpecOf } from '../../core/kinds/step.ts';
import { effects } from './activities.ts';

/**
 * A spec that nobody has checked yet, with every default filled in. A local activity does it, because
 * no schema library is in the sandbox.
 *
 * @throws `Input.Invalid` for a bad spec, and for one of another kind
 */
export async function checkedSpec<K extends Kind>(kind: K, given: SpecOf<K>): Promise<SpecOf<K>> {
  if (!patched('spec-check')) return given;
  const { filled } = await effects.checkSpec(given);
  return ofKind(kind, filled ?? given);
}

/** @throws `Input.Invalid` for a spec of another kind */
export function ofKind<K extends Kind>(kind: K, spec: { kind: Kind }): SpecOf<K> {
  if (spec.kind === kind) return spec as SpecOf<K>;
  const message = `a ${spec.kind} spec was given to the workflow '${kind}': start the workflow '${spec.kind}'`;
  throw failure(Failure.inputInvalid, message);
}
