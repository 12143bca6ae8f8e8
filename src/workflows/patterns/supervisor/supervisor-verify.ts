import { verifyElement } from '../../../core/kinds/supervisor/paths.ts';
import type { PlanTask } from '../../../core/kinds/supervisor/plan.ts';
import * as prompts from '../../../core/kinds/supervisor/prompts.ts';
import {
  verdictProblems,
  verificationForm,
  verificationJsonSchema,
} from '../../../core/kinds/supervisor/verification.ts';
import type { AgentSpec } from '../../../core/kinds/agent/types.ts';
import { addSpending, onlyWarnings } from '../../../core/usage.ts';
import { WarningType } from '../../../core/warnings.ts';
import { beginningOf } from '../../../core/unicode.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import { type DoneTask, outcomeOf, spend } from './supervisor-state.ts';
import { addVerdicts, type RefusedTask, refusedIn, unverifiedIn } from './supervisor-verdicts.ts';
import { noteFailure, type Work } from './supervisor-work.ts';

/** Does tasks once more whose results were sent back. */
type DoAgain = (refused: readonly RefusedTask[]) => Promise<void>;

/**
 * Has a wave's results verified. What is refused goes back to its worker with the reason, as often as
 * the spec allows; what stays refused is told in a warning, and goes on all the same.
 */
export async function verifyWave(
  work: Work,
  wave: readonly PlanTask[],
  doAgain: DoAgain,
): Promise<void> {
  const { spec, state } = work;
  const { verifier = null, verifications = 1 } = spec;
  if (verifier === null) return;
  for (let sentBack = 0; ; sentBack += 1) {
    await verify(work, verifier, unverifiedIn(state, wave));
    const refused = refusedIn(state, wave);
    if (refused.length === 0 || sentBack >= verifications || state.ending !== null) break;
    await doAgain(refused);
  }
  warnOfRefused(work, wave);
}

/** A verifier that fails leaves the results as they are. */
async function verify(work: Work, verifier: AgentSpec, open: readonly DoneTask[]): Promise<void> {
  const { spec, question, ctx, state } = work;
  if (open.length === 0 || state.ending !== null) return;
  const ids = open.map(({ task }) => task.id);
  state.verificationsAsked += 1;
  const agent = { ...verifier, output: verificationJsonSchema };
  const prompt = prompts.verify(question, open.map(outcomeOf));
  const { result, value } = await ctx.ask(agent, prompt, {
    path: verifyElement(state.verificationsAsked),
    timeout: spec.verificationTimeout ?? '60s',
    read: jsonOf(verificationForm(ids), (verdicts) => verdictProblems(verdicts, ids)),
  });
  spend(state, result);
  noteFailure(work, result, `verification ${state.verificationsAsked}`);
  if (value === null) return;
  const verifications = addVerdicts(state, value, ids);
  ctx.tell({ type: 'verification.made', verifications });
}

function warnOfRefused({ ctx, state }: Work, wave: readonly PlanTask[]): void {
  const warnings = refusedIn(state, wave).map(({ task, reason }) => ({
    type: WarningType.resultNotVerified,
    message: `the result of task ${task.id} of '${task.workerName}' was not verified: ${beginningOf(reason, 1_000)}`,
    path: ctx.path,
  }));
  if (warnings.length > 0) state.spent = addSpending([state.spent, onlyWarnings(warnings)]);
}
