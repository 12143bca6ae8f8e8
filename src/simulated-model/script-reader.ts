import { messageOf } from '../core/failures.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { Script, ScriptFunction, ScriptedAnswer, ScriptedReply } from './script.ts';

/** Hands out a script's replies, one a request, and knows whether the script was played to its end. */
export interface ScriptReader {
  readonly exhausted: boolean;
  next(request: RecordedRequest): Promise<ScriptedAnswer>;
  assertDone(): void;
}

export function readScript(script: Script): ScriptReader {
  return typeof script === 'function' ? readFunction(script) : readList(script);
}

function readList(script: readonly ScriptedReply[]): ScriptReader {
  const replies = [...script];
  let asked = 0;
  return {
    get exhausted() {
      return asked > replies.length;
    },
    async next() {
      const reply = replies[asked++];
      return reply === undefined ? refusal(ranOut(replies.length)) : answerOf(reply);
    },
    assertDone() {
      if (asked > replies.length) {
        throw new Error(`${ranOut(replies.length)}, and was asked for ${asked}`);
      }
      if (asked < replies.length) {
        throw new Error(`the script has ${replies.length} replies, ${asked} of them were used`);
      }
    },
  };
}

function readFunction(script: ScriptFunction): ScriptReader {
  let index = 0;
  const errors: unknown[] = [];
  return {
    exhausted: false,
    async next(request) {
      try {
        return answerOf(await script(request, index++));
      } catch (error) {
        errors.push(error);
        return refusal(`the script threw: ${messageOf(error)}`);
      }
    },
    assertDone() {
      if (errors.length > 0) throw new Error('the script threw', { cause: errors[0] });
    },
  };
}

const ranOut = (count: number) => `the script ran out after ${count} replies`;

/** 400, because clients retry a 5xx and would hide that the test is wrong. */
const refusal = (error: string): ScriptedAnswer => ({ status: 400, error });

const answerOf = (reply: ScriptedReply): ScriptedAnswer =>
  typeof reply === 'string' ? { text: reply } : reply;
