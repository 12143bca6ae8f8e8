import type { ValidateFunction } from 'ajv';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { withMeantWords } from '../../core/meant.ts';
import { compileOutput } from '../../core/output-schema.ts';
import { readJsonReply } from '../../core/json-reply.ts';
import type { JsonObject } from '../providers/provider.ts';

/** Compiled schemas that are kept; a worker meets few, and the same ones again and again. */
const keptSchemas = 100;

/** Of all that is wrong with a reply, as much as helps. */
const reasonsShown = 5;

/** Characters of each: names that a model made up, or a large enum, may be of any length. */
const longestPart = 200;

const compiled = new Map<string, ValidateFunction>();

/** A reply as JSON text without what stood around it, or what is wrong with it. */
export type CheckedReply = { ok: true; json: string } | { ok: false; reason: string };

/** Checks a reply against an agent's output schema; what stands around its JSON is forgiven. */
export function checkReply(text: string, schema: JsonObject, agentName: string): CheckedReply {
  const validate = compileSchema(schema, agentName);
  const fits = (value: unknown) => asMeant(value, schema, validate) !== undefined;
  const read = readJsonReply(text, fits);
  if (!read.ok) return { ok: false, reason: `the reply is not JSON: ${read.reason}` };
  if (validate(read.value)) return { ok: true, json: read.text };
  const meant = asMeant(read.value, schema, validate);
  if (meant !== undefined) return { ok: true, json: JSON.stringify(meant) };
  validate(read.value);
  return { ok: false, reason: `the reply does not fit its schema: ${explain(validate)}` };
}

/** A value that fits, once its words of an enum are spelled as the schema has them. */
function asMeant(value: unknown, schema: JsonObject, validate: ValidateFunction): unknown {
  if (validate(value)) return value;
  const meant = withMeantWords(value, schema);
  return meant !== value && validate(meant) ? meant : undefined;
}

/**
 * Compiles a schema, or takes the one compiled before.
 *
 * @throws `Input.Invalid` when it is not a JSON Schema
 */
export function compileSchema(schema: JsonObject, agentName: string): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const validate = compile(schema, agentName);
  if (compiled.size >= keptSchemas) compiled.clear();
  compiled.set(key, validate);
  return validate;
}

function compile(schema: JsonObject, agentName: string): ValidateFunction {
  try {
    return compileOutput(schema);
  } catch (error) {
    throw failure(
      Failure.inputInvalid,
      `agent '${agentName}': its output is not a valid JSON Schema: ${messageOf(error)}`,
    );
  }
}

function explain(validate: ValidateFunction): string {
  const errors = validate.errors ?? [];
  const shown = errors.slice(0, reasonsShown).map(({ instancePath, message, params }) => {
    const extra =
      'additionalProperty' in params ? ` '${String(params['additionalProperty'])}'` : '';
    const allowed = 'allowedValues' in params ? ` ${JSON.stringify(params['allowedValues'])}` : '';
    const what = `${instancePath === '' ? 'the value' : instancePath} ${message ?? 'is wrong'}${extra}${allowed}`;
    return what.slice(0, longestPart);
  });
  const more = errors.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
