import { beginningOf } from '../../core/unicode.ts';
import type { ValidateFunction } from 'ajv';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { compileOutput } from '../../core/output-schema.ts';
import { sizeProblem, weigh } from '../../core/schema-weight.ts';
import type { JsonObject } from '../providers/provider.ts';
import { type CheckedReply, checkText } from './check-text.ts';
import { checkInThread } from './checking-threads.ts';

/** Schemas that are kept; a worker meets few, and the same ones again and again. */
const keptSchemas = 100;

/** A schema as it is held ready: compiled, or `null` for one that only a thread of its own checks by. */
interface ReadySchema {
  validate: ValidateFunction | null;
  /** Checks that one value is put through at most. */
  checks: number;
}

const ready = new Map<string, ReadySchema>();

/** Schemas in a schema that are compiled where everything else goes on: a millisecond or less each. */
const compiledHere = 80;

/** Checks of one value, times characters of a reply, that hold the event loop for well under 100 ms. */
const checkedHere = 2_000_000;

/** Characters of a reply that are read here. */
const readHere = 200_000;

/**
 * Checks a reply against an agent's output schema; what stands around its JSON is forgiven. What
 * could take long, a pattern or a reply of some megabytes, is checked in a thread, for a time that
 * is limited; a check that takes longer is the reply's fault, and told so.
 *
 * @throws `Input.Invalid` when it is not a JSON Schema
 */
export async function checkReply(
  text: string,
  schema: JsonObject,
  agentName: string,
): Promise<CheckedReply> {
  const { validate, checks } = readySchema(schema, agentName);
  const isShort = text.length <= readHere && text.length * checks <= checkedHere;
  if (validate !== null && isShort) return checkText(text, schema, validate);
  const checked = await checkInThread(text, schema);
  if ('invalid' in checked) throw notASchema(agentName, checked.invalid);
  return checked;
}

/**
 * Refuses a schema that no reply can be checked by.
 *
 * @throws `Input.Invalid` when it is not a JSON Schema, or a larger one than is taken
 */
export async function refuseNoSchema(schema: JsonObject, agentName: string): Promise<void> {
  const { validate } = readySchema(schema, agentName);
  if (validate !== null) return;
  const checked = await checkInThread(null, schema);
  if ('invalid' in checked) throw notASchema(agentName, checked.invalid);
}

function readySchema(schema: JsonObject, agentName: string): ReadySchema {
  const key = JSON.stringify(schema);
  const known = ready.get(key);
  if (known !== undefined) return known;
  const made = makeReady(schema, agentName);
  if (ready.size >= keptSchemas) ready.clear();
  ready.set(key, made);
  return made;
}

function makeReady(schema: JsonObject, agentName: string): ReadySchema {
  const tooLarge = sizeProblem(schema);
  if (tooLarge !== null) throw notASchema(agentName, tooLarge);
  const { schemas, checks } = weigh(schema);
  const isLight = schemas <= compiledHere && Number.isFinite(checks);
  return { validate: isLight ? compile(schema, agentName) : null, checks };
}

function compile(schema: JsonObject, agentName: string): ValidateFunction {
  try {
    return compileOutput(schema);
  } catch (error) {
    throw notASchema(agentName, messageOf(error));
  }
}

function notASchema(agentName: string, reason: string) {
  const message = `agent '${agentName}': its output is not a valid JSON Schema: ${reason}`;
  return failure(Failure.inputInvalid, beginningOf(message, 1_000));
}
