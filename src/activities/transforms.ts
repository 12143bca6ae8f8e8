import { beginningOf } from '../core/unicode.ts';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { bytesOf, type Text } from '../core/content.ts';
import type { ToldEvent } from '../core/events.ts';
import type { CheckedPlace } from '../core/kinds/agent/check-types.ts';
import { Failure, failure, messageOf } from '../core/failures.ts';
import { cancellation } from './failed-attempt.ts';
import { failureWithoutKeys } from './known-keys.ts';
import { redact } from './providers/problems/redact.ts';
import { type CallInFlight, whileInFlight } from './in-flight.ts';
import { contentInHistory } from './store/ledger-row.ts';
import { storable } from './store/messages.ts';
import type { Store } from './store/open-store.ts';
import { retryWhileUnavailable } from './store/retry-while-unavailable.ts';
import { readStoredTexts } from './stored-texts.ts';

/** What a registered function gets besides the text. */
export interface TransformContext {
  /** Aborted when the run is cancelled or its time is up. */
  signal: AbortSignal;
  /** Where it checks an agent: what the text is, and whose. Left out: it does not. */
  check?: CheckedPlace;
}

/**
 * Any code, async or not, registered on a worker under a name. What turns a text into another returns a
 * text; what is asked for a value, a verdict or a choice, returns one that JSON has.
 */
export type TransformFunction = (text: string, context: TransformContext) => unknown;
/** Functions to register, by the names that specs know them under. */
export type Transforms = Record<string, TransformFunction>;

export interface TransformCall {
  name: string;
  input: Text;
  /** First-execution run id and path of the step: the result is stored under it. */
  id: string;
  run: string;
  /** Whether it is asked for a value, which is stored as JSON. Left out: for a text. */
  value?: true;
  /** Whether it is asked as a check. Left out: it is not. */
  check?: CheckedPlace;
  /** What has happened in the run before this call, to be written with it; left out: nothing new. */
  tell?: ToldEvent[];
}

/** A text that an activity has made and stored. */
export interface MadeText {
  message: string;
  content: string | null;
  bytes: number;
}

export type TransformActivities = ReturnType<typeof createTransformActivities>;

/** The activity that runs the functions registered on this worker. */
export function createTransformActivities(store: Store, transforms: Transforms) {
  return {
    runTransform(call: TransformCall): Promise<MadeText> {
      store.events.log.tell(call.run, call.tell ?? []);
      const run = (inFlight: CallInFlight) => runTransform(store, transforms, call, inFlight);
      return whileInFlight(store, call.id, run);
    },
  };
}

async function runTransform(
  { messages }: Store,
  transforms: Transforms,
  call: TransformCall,
  inFlight: CallInFlight,
): Promise<MadeText> {
  const { name, id, run, check } = call;
  const transform = Object.hasOwn(transforms, name) ? transforms[name] : undefined;
  if (transform === undefined) throw unknownTransform(name, transforms);
  const { signal } = inFlight;
  const read = () => readStoredTexts(messages, call.input);
  const filled = await retryWhileUnavailable(read, signal);
  await inFlight.refuseStopped();
  const context = check === undefined ? { signal } : { signal, check };
  const returned = await attempt(name, transform, filled(call.input), context);
  const text = storable(call.value ? jsonFrom(name, returned) : textFrom(name, returned));
  const message = { id, content: text, author: name, role: 'user', run } as const;
  await retryWhileUnavailable(() => messages.put(message), signal);
  const bytes = bytesOf(text);
  return { message: id, content: contentInHistory(text, bytes), bytes };
}

function unknownTransform(name: string, transforms: Transforms) {
  const names = Object.keys(transforms);
  const known = names.length === 0 ? 'none is registered' : `registered: ${names.join(', ')}`;
  return failure(
    Failure.inputInvalid,
    `no function '${name}' is registered on this worker (${known}); register it, or write a template with {input} in it`,
  );
}

/** `a number`, `a Map`: what it is that is not a text. */
function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
  return `a ${Object.prototype.toString.call(value).slice('[object '.length, -1)}`;
}

async function attempt(
  name: string,
  transform: TransformFunction,
  input: string,
  context: TransformContext,
): Promise<unknown> {
  const { signal } = context;
  try {
    return await transform(input, context);
  } catch (error) {
    if (error instanceof CancelledFailure) throw error;
    if (error instanceof ApplicationFailure) throw failureWithoutKeys(error);
    if (signal.aborted) throw cancellation(signal);
    const message = redact(`function '${name}' failed: ${messageOf(error)}`.slice(0, 20_000), null);
    throw failure(Failure.toolFailed, beginningOf(message, 4_000), { retryable: true });
  }
}

function textFrom(name: string, returned: unknown): string {
  if (typeof returned === 'string') return returned;
  throw notReturned(name, 'a string', returned === null ? 'null' : kindOf(returned));
}

function jsonFrom(name: string, returned: unknown): string {
  const value = 'a value that JSON has';
  try {
    const json: string | undefined = JSON.stringify(returned);
    if (json !== undefined) return json;
  } catch (error) {
    throw notReturned(name, value, messageOf(error));
  }
  throw notReturned(name, value, kindOf(returned));
}

function notReturned(name: string, wanted: string, returned: string) {
  return failure(
    Failure.toolFailed,
    `function '${name}' returned something that is not ${wanted}: ${returned}`,
  );
}
