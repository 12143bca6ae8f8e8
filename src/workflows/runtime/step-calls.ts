import { stepToolCalls } from '../../core/kinds/agent/step-tools.ts';
import type { Flow } from '../../core/kinds/kind.ts';
import { kindOf } from '../../core/kinds/registry.ts';
import type { Step } from '../../core/kinds/step.ts';
import { asksSteps, childSteps } from '../../core/kinds/walk.ts';
import type { StepAllowance } from '../../core/run-input.ts';

/**
 * How many steps may still be asked as tools, in a run and all that is inside it. Runs inside it share
 * what there is: each is lent a part, and what it has not used comes back, so that nothing has to be
 * counted in a common place.
 */
export class StepCalls {
  /** How many calls of steps as tools stand around this run. */
  readonly depth: number;
  #left: number;
  #used = 0;

  constructor({ depth, left, used = 0 }: StepAllowance & { used?: number }) {
    this.depth = depth;
    this.#left = left;
    this.#used = used;
  }

  /** What the run goes on with as a new one. */
  get soFar(): StepAllowance & { used: number } {
    return { depth: this.depth, left: this.#left, used: this.#used };
  }

  /** Calls that were made in it and inside it. */
  get used(): number {
    return this.#used;
  }

  /** Takes one call; `false`: there are no more. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    this.#used += 1;
    return true;
  }

  /** Lends a run inside this one its part: what is left goes to so many. */
  lend(among: number, depth = this.depth): StepAllowance {
    const left = Math.floor(this.#left / Math.max(1, among));
    this.#left -= left;
    return { depth, left };
  }

  /** @param used `null`: it is not known, so that all of it counts */
  giveBack({ left }: StepAllowance, used: number | null): void {
    const spent = Math.min(left, used ?? left);
    this.#left += left - spent;
    this.#used += spent;
  }
}

/** What the outermost run has. */
export const wholeAllowance: StepAllowance = { depth: 0, left: stepToolCalls };

/** What makes up its steps as it goes may ask the same one several times at once: for so many at least. */
const atLeastDynamic = 4;

/** Among how many the steps of a run share: those that may ask others and may run at the same time. */
export function sharers(spec: Step | null): number {
  if (spec === null) return 2;
  const flow: Flow = kindOf(spec).flow;
  if (flow === 'in turn') return 1;
  const asking = childSteps(spec).filter(asksSteps).length;
  return flow === 'dynamic' ? Math.max(atLeastDynamic, asking) : asking;
}
