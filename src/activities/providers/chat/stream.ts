import type { Assembler } from '../http/events.ts';
import type { JsonObject } from '../provider.ts';
import { contentText } from '../reading/content-text.ts';
import { countAt, objectAt, objectsAt, textAt } from '../reading/fields.ts';

/** Fields of a delta whose pieces are joined, besides the content. */
const joined = ['reasoning_content', 'reasoning', 'refusal'];

/** Puts the chunks of a chat completion together; it is whole with a finish reason. */
export function chatAssembler(): Assembler {
  const top: JsonObject = {};
  const message: JsonObject = {};
  const calls: CallPieces[] = [];
  let finish: unknown = null;
  return {
    add(chunk) {
      for (const field of ['id', 'model', 'usage', 'x_groq'])
        if (chunk[field] != null && chunk[field] !== '') top[field] = chunk[field];
      const [choice] = objectsAt(chunk['choices']);
      if (choice === undefined) return;
      const delta = objectAt(choice['delta'] ?? choice['message']);
      joinTexts(message, delta);
      for (const call of objectsAt(delta['tool_calls'])) addCall(calls, call);
      finish = choice['finish_reason'] ?? finish;
    },
    // After the finish reason usage may follow.
    isEnded: () => finish !== null && top['usage'] !== undefined,
    reply() {
      if (finish === null) return undefined;
      const toolCalls = calls.map(({ pieces: _, ...call }) => call);
      const said = toolCalls.length === 0 ? message : { ...message, tool_calls: toolCalls };
      return { ...top, choices: [{ message: said, finish_reason: finish }] };
    },
  };
}

function joinTexts(message: JsonObject, delta: JsonObject): void {
  const content = contentText(delta['content']);
  if (content !== '') message['content'] = textAt(message['content']) + content;
  for (const field of joined) {
    const piece = textAt(delta[field]);
    if (piece !== '') message[field] = textAt(message[field]) + piece;
  }
  const details = objectsAt(delta['reasoning_details']);
  if (details.length > 0)
    message['reasoning_details'] = [...objectsAt(message['reasoning_details']), ...details];
}

interface CallPieces extends JsonObject {
  /** Which call of the turn it is; servers that leave it out send each call in one piece. */
  pieces: number | undefined;
  function: { name: string; arguments: string };
}

function addCall(calls: CallPieces[], delta: JsonObject): void {
  const index = countAt(delta['index']);
  const asked = objectAt(delta['function']);
  const name = textAt(asked['name']);
  const given = asked['arguments'];
  const text = typeof given === 'string' || given == null ? textAt(given) : JSON.stringify(given);
  const known =
    index === undefined
      ? (name === '' ? calls.at(-1) : undefined)
      : calls.find(({ pieces }) => pieces === index);
  if (known === undefined || isAnother(known, delta)) {
    calls.push({ ...delta, pieces: index, function: { name, arguments: text } });
    return;
  }
  known.function.name ||= name;
  known.function.arguments += text;
  if (known['extra_content'] === undefined && delta['extra_content'] != null)
    known['extra_content'] = delta['extra_content'];
}

/** Some servers number all calls of a turn 0. */
function isAnother(known: CallPieces, delta: JsonObject): boolean {
  const id = textAt(delta['id']);
  return id !== '' && textAt(known['id']) !== '' && id !== known['id'];
}
