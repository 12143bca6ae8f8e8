import type { Assembler } from '../http/events.ts';
import { Hearing } from '../http/hearing.ts';
import { tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject } from '../provider.ts';
import { objectsAt, textAt } from '../reading/fields.ts';
import { openaiUsage } from '../reading/usage.ts';
import { MessagePieces } from './message-pieces.ts';

/** Field of a reply whose stream ended without `[DONE]`: all of it came, as far as one can tell. */
export const unmarkedEnd = 'ended without [DONE]';

/**
 * Puts the chunks of a chat completion together; it is whole with a finish reason, and ended with the
 * usage that follows it in a chunk of its own, and `[DONE]`.
 */
export function chatAssembler(hearing = new Hearing()): Assembler {
  const top: JsonObject = {};
  const deltas = new MessagePieces(hearing);
  /** Some servers stream messages in place of deltas, others repeat the whole one at the end. */
  const messages = new MessagePieces();
  let finish = '';
  let error: unknown;
  let isEnded = false;
  let isBlank = false;
  let isDone = false;
  let isMarked = false;

  const isWhole = () => finish !== '' || error !== undefined || isDone;
  const take = (choice: JsonObject) => {
    if (choice['delta'] != null) deltas.add(choice['delta']);
    else if (choice['message'] == null) deltas.add(choice['text']);
    if (choice['message'] != null) {
      messages.add(choice['message']);
      hearing.moves();
    }
    finish ||= finishOf(choice);
    isBlank ||= choice['finish_reason'] === '';
    if (tellsOfError({ error: choice['error'] })) error ??= choice['error'];
  };
  return {
    add(chunk) {
      takeTop(top, chunk);
      const [choice] = objectsAt(chunk['choices']);
      if (choice !== undefined) take(choice);
      else isEnded ||= isWhole() && chunk['usage'] != null;
    },
    // Some servers give a blank reason only, and then say that they are done.
    done() {
      isMarked = true;
      isDone = isBlank && (deltas.hasText() || messages.hasText());
    },
    isWhole,
    isEnded: () => isEnded,
    reply() {
      if (!isWhole()) return undefined;
      const message = { ...messages.whole(), ...deltas.whole() };
      const whole = { ...top, choices: [{ message, finish_reason: finish, error }] };
      return isMarked ? whole : { ...whole, [unmarkedEnd]: true };
    },
  };
}

function takeTop(top: JsonObject, chunk: JsonObject): void {
  for (const field of ['id', 'model', 'x_groq'])
    if (chunk[field] != null && chunk[field] !== '') top[field] = chunk[field];
  const { usage } = chunk;
  // One without counts does not stand in for one that has some.
  if (usage != null && (top['usage'] == null || openaiUsage(usage).usage !== null))
    top['usage'] = usage;
}

/** Some servers send a blank reason, or the word 'null', until there is one. */
function finishOf(choice: JsonObject): string {
  const reason = textAt(choice['finish_reason']).trim();
  return reason === 'null' ? '' : reason;
}
