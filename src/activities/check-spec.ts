import { isDeepStrictEqual } from 'node:util';
import type { Step } from '../core/kinds/step.ts';
import { parseStep } from '../core/kinds/step-schema.ts';

/** A spec that was found good. */
export interface CheckedSpec {
  /** With every default filled in; `null`: nothing was missing. */
  filled: Step | null;
}

export interface SpecActivities {
  /**
   * Checks the spec of a run that nobody has checked before, one started by a foreign client.
   *
   * @throws `Input.Invalid`, naming the path of each problem
   */
  checkSpec(input: { spec: unknown }): Promise<CheckedSpec>;
}

/** Schemas are not in the workflow sandbox: this runs beside it, as a local activity. */
export const specActivities: SpecActivities = {
  checkSpec({ spec }) {
    const parsed = parseStep(spec);
    return Promise.resolve({ filled: isDeepStrictEqual(parsed, spec) ? null : parsed });
  },
};
