import type { Text } from '../../../core/content.ts';
import { toMs } from '../../../core/durations.ts';
import { personResult } from '../../../core/kinds/person/result.ts';
import type { PersonResult, PersonSpec } from '../../../core/kinds/person/types.ts';
import { failedResult } from '../../../core/kinds/results.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { checkedPattern, workflowOf } from '../../workflow-of.ts';

/** Asks, and waits for the answer of whoever gives it first. */
async function askPerson(spec: PersonSpec, input: Text, ctx: StepContext): Promise<PersonResult> {
  const { question, choices, timeout, default: fallback, assignee } = spec;
  const waited = { choices, timeoutMs: toMs(timeout), default: fallback, assignee, approval: null };
  const asked = await ctx.person({ ...waited, question }, input);
  if (!asked.ok) return failedResult(spec, ctx.identity, asked.error) as PersonResult;
  const { answer } = asked.value;
  const content = answer === null ? null : await ctx.offload(answer, 'answer');
  return personResult(spec, ctx.identity, asked.value, content);
}

/** The workflow of a person. */
export const person = workflowOf('person', askPerson);

/** Asks a person in a user's own workflow, which takes the answer itself: `answer` sent to it. */
export const runPerson = checkedPattern('person', askPerson);
