import { compileOutput } from '../../core/output-schema.ts';
import { invalidInput, type InputProblem } from '../../core/parse-input.ts';
import type { JsonSchema } from '../../core/json-schema.ts';
import { asAgent, joinPlace, stepsIn } from '../../core/kinds/walk.ts';
import type { Step } from '../../core/kinds/step.ts';

/**
 * Makes sure that every agent's `output` is a JSON Schema, before anything is paid for.
 *
 * @throws `Input.Invalid`, naming the path of each that is not one
 */
export function checkOutputs(step: Step, what = 'the spec'): void {
  const problems = outputProblems(step);
  if (problems.length > 0) throw invalidInput(what, problems);
}

function outputProblems(step: Step): InputProblem[] {
  return stepsIn(step).flatMap(({ place, step: each }) => {
    const output = asAgent(each)?.output ?? null;
    const problem = output === null ? null : schemaProblem(output);
    return problem === null ? [] : [{ path: joinPlace(place, 'output'), message: problem }];
  });
}

function schemaProblem(schema: JsonSchema): string | null {
  try {
    compileOutput(schema);
    return null;
  } catch (error) {
    return `it is not a JSON Schema: ${error instanceof Error ? error.message : String(error)}`.slice(
      0,
      300,
    );
  }
}
