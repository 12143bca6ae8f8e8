import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

// Not for the workflow sandbox: replies are checked in activities, schemas by clients.

const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
const compilers = { draft7: new Ajv(options), draft2020: new Ajv2020(options) };

/**
 * Compiles an agent's output schema; drafts 4 to 7 where it says so, else draft 2020-12.
 *
 * @throws an `Error` when it is not a JSON Schema
 */
export function compileOutput(schema: Record<string, unknown>): ValidateFunction {
  const { $schema: dialect, ...rest } = schema;
  const compiler = /draft-0[4-7]/.test(String(dialect)) ? compilers.draft7 : compilers.draft2020;
  try {
    return compiler.compile(rest);
  } finally {
    // Otherwise the compiler would keep every schema for ever, and refuse a second of one `$id`.
    compiler.removeSchema(rest);
  }
}

/** Why an agent's `output` is not a JSON Schema; `null`: it is one. */
export function outputProblem(schema: Record<string, unknown>): string | null {
  try {
    compileOutput(schema);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `it is not a JSON Schema: ${reason}`.slice(0, 300);
  }
}
