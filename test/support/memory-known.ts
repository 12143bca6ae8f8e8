import type { RunContext } from '../../src/workflows/runtime/run-context.ts';
import { StepCalls, wholeAllowance } from '../../src/workflows/runtime/step-calls.ts';

/** What a world's contexts may have that is not the world's own. */
export type Known = Pick<
  RunContext,
  'context' | 'question' | 'halt' | 'execution' | 'stepCalls' | 'sharers'
>;

/** As many calls of steps as tools as the outermost run has. */
export const wholeCalls = () => ({ stepCalls: new StepCalls(wholeAllowance), sharers: 1 });
