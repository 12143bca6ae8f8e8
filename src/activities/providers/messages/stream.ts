import { isObject, parseJson } from '../../../core/parse-json.ts';
import type { Assembler } from '../http/events.ts';
import type { JsonObject } from '../provider.ts';
import { partsOf } from '../reading/content-text.ts';
import { countAt, objectAt, textAt } from '../reading/fields.ts';

/** Fields of a delta that go on with those of the block. */
const joined = ['text', 'thinking', 'signature', 'partial_json'] as const;

/** A block as far as it has come. */
interface BlockPieces {
  block: JsonObject;
  pieces: Partial<Record<(typeof joined)[number], string[]>>;
}

/** Puts the events of a message together; it is whole with `message_stop`. */
export function messageAssembler(): Assembler {
  let message: JsonObject = {};
  const blocks = new Map<number, BlockPieces>();
  let last = -1;
  let isEnded = false;
  const isWhole = () => isEnded;
  return {
    add(event) {
      const { type } = event;
      if (type === 'message_start') message = { ...objectAt(event['message']) };
      if (type === 'content_block_start') {
        last = countAt(event['index']) ?? last + 1;
        blocks.set(last, { block: { ...objectAt(event['content_block']) }, pieces: {} });
      }
      if (type === 'content_block_delta') {
        last = countAt(event['index']) ?? Math.max(last, 0);
        addDelta(blocks, last, objectAt(event['delta']));
      }
      if (type === 'message_delta') message = withEnd(message, event);
      isEnded ||= type === 'message_stop';
    },
    isWhole,
    isEnded: () => isEnded,
    reply() {
      if (!isWhole()) return undefined;
      const ordered = [...blocks].toSorted(([a], [b]) => a - b);
      const content = ordered.map(([, pieces]) => wholeBlock(pieces));
      return { ...message, content: [...partsOf(message['content']), ...content] };
    },
  };
}

function addDelta(blocks: Map<number, BlockPieces>, index: number, delta: JsonObject): void {
  const known = blocks.get(index) ?? { block: { type: 'text' }, pieces: {} };
  blocks.set(index, known);
  for (const field of joined) {
    const piece = textAt(delta[field]);
    if (piece !== '') (known.pieces[field] ??= []).push(piece);
  }
}

/** Usage of the end counts from the beginning; what it leaves out stands in the first event. */
function withEnd(message: JsonObject, event: JsonObject): JsonObject {
  const delta = Object.entries(objectAt(event['delta'])).filter(([, value]) => value != null);
  const before = objectAt(message['usage']);
  const known = Object.entries(objectAt(event['usage'])).filter(
    ([name, value]) => value != null && !(countAt(value) === 0 && countAt(before[name])),
  );
  const usage = { ...before, ...Object.fromEntries(known) };
  const counted = isObject(event['usage']) ? { usage } : {};
  return { ...message, ...Object.fromEntries(delta), ...counted };
}

/** Input that is not JSON goes on as the text it is. */
function wholeBlock({ block, pieces }: BlockPieces): JsonObject {
  const { partial_json: json, ...texts } = pieces;
  const grown = Object.entries(texts).map(([field, each]) => {
    return [field, textAt(block[field]) + each.join('')];
  });
  const whole: JsonObject = { ...block, ...Object.fromEntries(grown) };
  if (json === undefined) return whole;
  const text = json.join('');
  const parsed = parseJson(text);
  return { ...whole, input: parsed.ok ? parsed.value : text };
}
