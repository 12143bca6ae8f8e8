// oxlint-disable-next-line no-restricted-imports -- it is not for the workflow sandbox: replies are checked in activities, schemas by clients
import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv';
import type { Ajv, ValidateFunction } from 'ajv';
import type * as Ajv2020Module from 'ajv/dist/2020.js';
import { messageOf } from './failures.ts';
import { sizeProblem } from './schema-weight.ts';
import { beginningOf } from './unicode.ts';

const require = createRequire(import.meta.url);
const options = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  logger: false,
  ownProperties: true, // 'constructor' is not there because every object has one
} as const;

let made: { draft7: Ajv; draft2020: Ajv } | undefined;

/** Loaded with the first schema: few agents have one. */
function compilers(): { draft7: Ajv; draft2020: Ajv } {
  if (made !== undefined) return made;
  const draft7 = require('ajv') as typeof AjvModule;
  const draft2020 = require('ajv/dist/2020.js') as typeof Ajv2020Module;
  return (made = {
    draft7: new draft7.Ajv(options),
    draft2020: new draft2020.Ajv2020(options),
  });
}

/**
 * Compiles an agent's output schema; drafts 4 to 7 where it says so, else draft 2020-12.
 *
 * @throws an `Error` when it is not a JSON Schema
 */
export function compileOutput(schema: Record<string, unknown>): ValidateFunction {
  const { draft7, draft2020 } = compilers();
  const { $schema: dialect, ...rest } = schema;
  const compiler = typeof dialect === 'string' && /draft-0[4-7]/.test(dialect) ? draft7 : draft2020;
  try {
    return compiler.compile(rest);
  } finally {
    // Otherwise the compiler would keep every schema for ever, and refuse a second of one `$id`.
    compiler.removeSchema(rest);
  }
}

/** Why an agent's `output` is not a JSON Schema that is taken; `null`: it is one. */
export function outputProblem(schema: Record<string, unknown>): string | null {
  const tooLarge = sizeProblem(schema);
  if (tooLarge !== null) return tooLarge;
  try {
    compileOutput(schema);
    return null;
  } catch (error) {
    const reason = messageOf(error);
    return beginningOf(`it is not a JSON Schema: ${reason}`, 300);
  }
}
