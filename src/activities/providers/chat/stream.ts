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
      const toolCalls = calls.map(({ call }) => call);
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

interface CallPieces {
  /** Which call of the turn it is; servers that leave it out send each call in one piece. */
  index: number | undefined;
  call: JsonObject & { function: { name: string; arguments: string } };
}

function addCall(calls: CallPieces[], delta: JsonObject): void {
  const index = countAt(delta['index']);
  const asked = objectAt(delta['function']);
  const name = textAt(asked['name']);
  const given = asked['arguments'];
  const text = typeof given === 'string' || given == null ? textAt(given) : JSON.stringify(given);
  const known = knownCall(calls, index, name);
  if (known === undefined || isAnother(known.call, delta)) {
    calls.push({ index, call: { ...delta, function: { name, arguments: text } } });
    return;
  }
  const { call } = known;
  call.function.name ||= name;
  call.function.arguments += text;
  if (call['extra_content'] == null && delta['extra_content'] != null)
    call['extra_content'] = delta['extra_content'];
}

function knownCall(calls: CallPieces[], index: number | undefined, name: string) {
  if (index === undefined) return name === '' ? calls.at(-1) : undefined;
  return calls.find((each) => each.index === index);
}

/** Some servers number all calls of a turn 0. */
function isAnother(known: JsonObject, delta: JsonObject): boolean {
  const id = textAt(delta['id']);
  return id !== '' && textAt(known['id']) !== '' && id !== known['id'];
}
