import type { MadeText, TransformCall } from '../../activities/transforms.ts';
import type { Text } from '../../core/content.ts';
import { Failure, failure } from '../../core/failures.ts';
import { type Form, readForm } from '../../core/form.ts';
import { replyText } from '../../core/reply.ts';
import type { Outcome } from '../../core/results.ts';
import { remaining } from './deadlines.ts';
import type { RunContext } from './run-context.ts';
import { asStepError } from './step-errors.ts';
import type { StepScope } from './step-scope.ts';

type Called = Pick<TransformCall, 'name' | 'input' | 'value'>;

/** Runs a registered function; it rejects when that fails. */
export async function runFunction(
  run: RunContext,
  scope: StepScope,
  called: Called,
): Promise<MadeText> {
  const id = `${run.execution}/${scope.path}`;
  const part = run.waited.begin(scope);
  try {
    return await run.host.runTransform({ ...called, id, run: run.owner.run }, remaining(scope));
  } finally {
    part.end();
  }
}

/** Asks a registered function for a value of a form. */
export async function callFunction<T>(
  run: RunContext,
  scope: StepScope,
  { name, input, form }: { name: string; input: Text; form: Form<T> },
): Promise<Outcome<T>> {
  const { host } = run;
  try {
    const made = await runFunction(run, scope, { name, input, value: true });
    const json = made.content ?? (await host.read(replyText(made)));
    const read = readForm(form, JSON.parse(json));
    if (read.ok) return read;
    const problems = read.problems.slice(0, 5).join('; ');
    throw failure(Failure.toolFailed, `function '${name}' returned something else: ${problems}`);
  } catch (error) {
    return { ok: false, error: asStepError(error, host, scope) };
  }
}
