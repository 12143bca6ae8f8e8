import { compileOutput } from '../../core/output-schema.ts';
import { invalidInput, type InputProblem } from '../../core/parse-input.ts';
import type { JsonSchema } from '../../core/kinds/agent/schema.ts';
import { insideOf } from '../../core/kinds/walk.ts';
import type { Step } from '../../core/kinds/step-schema.ts';

/**
 * Makes sure that every agent's `output` is a JSON Schema, before anything is paid for.
 *
 * @throws `Input.Invalid`, naming the path of each that is none
 */
export function checkOutputs(step: Step, what = 'the spec'): void {
  const problems = problemsIn(step, '');
  if (problems.length > 0) throw invalidInput(what, problems);
}

function problemsIn(step: Step, path: string): InputProblem[] {
  const at = path === '' ? '' : `${path}.`;
  const inner = insideOf(step).flatMap((each) => problemsIn(each.step, `${at}${each.path}`));
  if (step.kind !== 'agent' || step.output === null) return inner;
  const problem = schemaProblem(step.output);
  return problem === null ? inner : [{ path: `${at}output`, message: problem }, ...inner];
}

function schemaProblem(schema: JsonSchema): string | null {
  try {
    compileOutput(schema);
    return null;
  } catch (error) {
    return `it is no JSON Schema: ${error instanceof Error ? error.message : String(error)}`.slice(
      0,
      300,
    );
  }
}
