import type { Step } from '../../core/kinds/step.ts';
import { surveyOf } from '../../core/kinds/walk.ts';
import type { RunInput } from '../../core/run-input.ts';

/**
 * The spec that a workflow was started with; `null` when it cannot be read. One that our clients have
 * checked is taken as it stands: its history is read without loading the schemas.
 */
export async function recordedSpec(input: Partial<RunInput> | null): Promise<Step | null> {
  const spec = input?.spec;
  if (spec === undefined) return null;
  if (input?.checked && isWhole(spec)) return spec;
  const { readStep } = await import('../../core/kinds/step-schema.ts');
  const read = readStep(spec);
  return read.ok ? read.value : null;
}

function isWhole(spec: Step): boolean {
  try {
    return surveyOf(spec).agents.length > 0;
  } catch {
    return false;
  }
}
