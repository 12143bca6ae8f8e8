import type { AgentSpec } from './agent/types.ts';
import type { JsonSchema } from '../json-schema.ts';
import { outputOf } from './every-kind.ts';
import { madeAgent } from './made-agent.ts';
import { kindOf } from './registry.ts';
import type { Step } from './step.ts';
import { asAgent } from './walk.ts';

/**
 * A pattern in which whoever says its content says it in this form, so that nobody has to put it into the
 * form afterwards. `null`: nobody in it says its content word for word, or says it in another form.
 */
export function speakingIn(pattern: Step, output: JsonSchema): Step | null {
  const { concludes } = kindOf(pattern);
  if (concludes !== undefined) {
    const agent = (pattern as unknown as Record<string, AgentSpec | null>)[concludes.field];
    const speaking = stepSpeakingIn(agent ?? madeAgent([pattern], concludes.who), output);
    return speaking === null ? null : { ...pattern, [concludes.field]: speaking };
  }
  const steps = speakersOf(pattern);
  const speaking = new Map(steps.map((step) => [step, stepSpeakingIn(step, output)]));
  if (steps.length === 0 || [...speaking.values()].includes(null)) return null;
  return kindOf(pattern).mapChildren(pattern, (child) => speaking.get(child) ?? child);
}

function speakersOf(pattern: Step): Step[] {
  const kind = kindOf(pattern);
  if (kind.speakers !== undefined) return kind.speakers(pattern);
  const said = kind.answer(pattern);
  return said === null || said === 'itself' || said.step === null ? [] : [said.step];
}

/**
 * A step whose content is in this form, said so by whoever says it; `output` `null`: in words. `null`: it is
 * not, or only once somebody else has put it into the form.
 */
export function stepSpeakingIn(step: Step, output: JsonSchema | null): Step | null {
  const own = asAgent(step)?.output ?? outputOf(step);
  if (output === null) return own === null ? step : null;
  if (own !== null) return isSame(own, output) ? step : null;
  return asAgent(step) === null ? speakingIn(step, output) : { ...step, output };
}

function isSame(one: JsonSchema, other: JsonSchema): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
