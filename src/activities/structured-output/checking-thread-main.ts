/** What runs in a thread of its own: checks that may take long. */
import { parentPort } from 'node:worker_threads';
import type { ValidateFunction } from 'ajv';
import { messageOf } from '../../core/failures.ts';
import { compileOutput } from '../../core/output-schema.ts';
import { checkText, type ThreadVerdict } from './check-text.ts';

/** A reply to be checked; without a text the schema only is compiled. */
export interface CheckRequest {
  text: string | null;
  schema: object;
}

/** First that the work begins, then what came of it. */
export type ThreadSays = { begun: true } | { verdict: ThreadVerdict };

/** Schemas that are kept. */
const keptSchemas = 100;

const compiled = new Map<string, ValidateFunction>();

compileOutput({}); // the compiler is loaded before the first check's time begins

parentPort?.on('message', (request: CheckRequest) => {
  say({ begun: true });
  say({ verdict: verdictOn(request) });
});

function say(what: ThreadSays): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(what);
}

function verdictOn({ text, schema }: CheckRequest): ThreadVerdict {
  let validate: ValidateFunction;
  try {
    validate = validateBy(schema);
  } catch (error) {
    return { invalid: messageOf(error) };
  }
  try {
    return text === null ? { ok: true, json: '' } : checkText(text, schema, validate);
  } catch (error) {
    return { ok: false, reason: `the reply could not be checked: ${messageOf(error)}` };
  }
}

function validateBy(schema: object): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const validate = compileOutput(schema as Record<string, unknown>);
  if (compiled.size >= keptSchemas) compiled.clear();
  compiled.set(key, validate);
  return validate;
}
