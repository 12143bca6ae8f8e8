import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { bytesOf, type Text } from '../core/content.ts';
import { Failure, failure } from '../core/failures.ts';
import { withHeartbeat } from './heartbeat.ts';
import { contentInHistory } from './store/ledger-row.ts';
import { storable } from './store/messages.ts';
import type { Store } from './store/open-store.ts';
import { readStoredTexts } from './stored-texts.ts';

/** What a registered function gets besides the text. */
export interface TransformContext {
  /** Aborted when the run is cancelled or its time is up. */
  signal: AbortSignal;
}

/** Any async code that turns a text into another, registered on a worker under a name. */
export type TransformFunction = (
  text: string,
  context: TransformContext,
) => string | Promise<string>;
export type Transforms = Record<string, TransformFunction>;

export interface TransformCall {
  name: string;
  input: Text;
  /** Id under which a long result is stored. */
  id: string;
  run: string;
}

/** A text that an activity has made and stored. */
export interface MadeText {
  message: string;
  content: string | null;
  bytes: number;
}

export type TransformActivities = ReturnType<typeof createTransformActivities>;

/** The activity that runs the functions registered on this worker. */
export function createTransformActivities(messages: Store['messages'], transforms: Transforms) {
  return {
    async runTransform(call: TransformCall): Promise<MadeText> {
      const transform = Object.hasOwn(transforms, call.name) ? transforms[call.name] : undefined;
      if (transform === undefined) throw unknownTransform(call.name, transforms);
      const filled = await readStoredTexts(messages, call.input);
      const input = filled(call.input);
      const text = storable(await withHeartbeat(() => attempt(call.name, transform, input)));
      await messages.put({
        id: call.id,
        content: text,
        author: call.name,
        role: 'user',
        run: call.run,
      });
      const bytes = bytesOf(text);
      return { message: call.id, content: contentInHistory(text, bytes), bytes };
    },
  };
}

function unknownTransform(name: string, transforms: Transforms) {
  const names = Object.keys(transforms);
  const known = names.length === 0 ? 'none is registered' : `registered: ${names.join(', ')}`;
  return failure(
    Failure.inputInvalid,
    `no function '${name}' is registered on this worker (${known}); register it, or write a template with {input} in it`,
  );
}

async function attempt(name: string, transform: TransformFunction, input: string): Promise<string> {
  try {
    const text: unknown = await transform(input, { signal: Context.current().cancellationSignal });
    if (typeof text === 'string') return text;
  } catch (error) {
    if (error instanceof ApplicationFailure || error instanceof CancelledFailure) throw error;
    Context.current().cancellationSignal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    throw failure(Failure.toolFailed, `function '${name}' failed: ${message}`, { retryable: true });
  }
  throw failure(Failure.toolFailed, `function '${name}' gave something that is no string`);
}
