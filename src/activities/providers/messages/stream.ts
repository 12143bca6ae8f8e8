import { parseJson } from '../../../core/parse-json.ts';
import type { Assembler } from '../http/events.ts';
import type { JsonObject } from '../provider.ts';
import { countAt, isObject, objectAt, objectsAt, textAt } from '../reading/fields.ts';

/** Text fields of a block, and the fields of deltas that go on with them. */
const pieces = { text: 'text', thinking: 'thinking', signature: 'signature' } as const;

/** Puts the events of a message together; it is whole with `message_stop`. */
export function messageAssembler(): Assembler {
  let message: JsonObject = {};
  const blocks = new Map<number, JsonObject>();
  const inputs = new Map<number, string>();
  let isEnded = false;
  return {
    add(event) {
      const index = countAt(event['index']) ?? blocks.size;
      const delta = objectAt(event['delta']);
      if (event['type'] === 'message_start') message = { ...objectAt(event['message']) };
      if (event['type'] === 'content_block_start')
        blocks.set(index, { ...objectAt(event['content_block']) });
      if (event['type'] === 'content_block_delta') {
        const block = blocks.get(index) ?? { type: 'text' };
        blocks.set(index, withDelta(block, delta));
        const json = textAt(delta['partial_json']);
        if (json !== '') inputs.set(index, (inputs.get(index) ?? '') + json);
      }
      if (event['type'] === 'message_delta') message = withEnd(message, delta, event['usage']);
      isEnded ||= event['type'] === 'message_stop';
    },
    isEnded: () => isEnded,
    reply() {
      if (!isEnded) return undefined;
      const ordered = [...blocks].toSorted(([a], [b]) => a - b);
      const started = objectsAt(message['content']);
      const content = ordered.map(([index, block]) => withInput(block, inputs.get(index)));
      return { ...message, content: [...started, ...content] };
    },
  };
}

function withDelta(block: JsonObject, delta: JsonObject): JsonObject {
  const grown = { ...block };
  for (const [field, from] of Object.entries(pieces)) {
    const piece = textAt(delta[from]);
    if (piece !== '') grown[field] = textAt(grown[field]) + piece;
  }
  return grown;
}

/** Usage of the end counts from the beginning; what it leaves out stands in the first event. */
function withEnd(message: JsonObject, delta: JsonObject, usage: unknown): JsonObject {
  const known = Object.entries(objectAt(usage)).filter(([, value]) => value != null);
  const counted = { ...objectAt(message['usage']), ...Object.fromEntries(known) };
  return { ...message, ...delta, ...(isObject(usage) ? { usage: counted } : {}) };
}

/** Input that is not JSON goes on as the text it is. */
function withInput(block: JsonObject, text: string | undefined): JsonObject {
  if (text === undefined) return block;
  const parsed = parseJson(text);
  return { ...block, input: parsed.ok ? parsed.value : text };
}
