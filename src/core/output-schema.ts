import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

// Not for the workflow sandbox: replies are checked in activities, schemas by clients.

const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
const compilers = { draft7: new Ajv(options), draft2020: new Ajv2020(options) };

/**
 * Compiles an agent's output schema; drafts 4 to 7 where it says so, else draft 2020-12.
 *
 * @throws an `Error` when it is no JSON Schema
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
