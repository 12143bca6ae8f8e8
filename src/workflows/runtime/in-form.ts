import type { Text } from '../../core/content.ts';
import type { JsonSchema } from '../../core/json-schema.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import { outputElement } from '../../core/kinds/every-kind.ts';
import { madeAgent } from '../../core/kinds/made-agent.ts';
import { speakingIn } from '../../core/kinds/speaking-in.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { agentsIn } from '../../core/kinds/walk.ts';
import { formWriter, intoForm } from '../../core/prompts/output.ts';
import { spendingOf, withDuration, withSpending } from '../../core/results.ts';
import type { Pattern, StepContext } from './step-context.ts';

/**
 * A pattern whose content is JSON of a schema: whoever says the content says it in this form; where
 * nobody does, one more agent puts it into the form.
 */
export function inForm<S extends object, R extends StepResult>(
  pattern: Pattern<S, R>,
  output: JsonSchema,
): Pattern<S, R> {
  return async (spec, input, ctx, resumed) => {
    const step = spec as unknown as Step;
    const speaking = speakingIn(step, output);
    const result = await pattern((speaking ?? spec) as S, input, ctx, resumed);
    if (!result.success || result.content === null) return { ...result, output: null };
    if (speaking !== null) return { ...result, output: result.content };
    return await putIntoForm(result, { ...formWriterFor(step), output }, input, ctx);
  };
}

/** It writes as much as the agents inside may. */
function formWriterFor(pattern: Step): AgentSpec {
  const made = madeAgent([pattern], formWriter);
  const { maxOutputTokens = made.maxOutputTokens } = agentsIn(pattern)[0] ?? {};
  return { ...made, maxOutputTokens };
}

/** What was done before stays in the result also where the form cannot be filled in. */
async function putIntoForm<R extends StepResult>(
  result: R,
  writer: AgentSpec,
  input: Text,
  ctx: StepContext,
): Promise<R> {
  const options = { path: outputElement, read: () => ({ ok: true as const, value: null }) };
  const asked = await ctx.ask(writer, intoForm(input, result.content ?? ''), options);
  const { success, content, error } = asked.result;
  const whole = withSpending(result, spendingOf(asked.result));
  const timed = withDuration(whole, Date.now() - ctx.identity.startedAt);
  return { ...timed, success, content, error, output: content };
}
