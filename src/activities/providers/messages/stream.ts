import { isObject, parseJson } from '../../../core/parse-json.ts';
import type { Assembler } from '../http/events.ts';
import { Hearing } from '../http/hearing.ts';
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
export function messageAssembler(hearing = new Hearing()): Assembler {
  let message: JsonObject = {};
  const blocks = new Map<number, BlockPieces>();
  /** Calls of tools by the index of their block, in order. */
  const calls = new Map<number, number>();
  let last = -1;
  let isEnded = false;
  const isWhole = () => isEnded;
  return {
    add(event) {
      const { type } = event;
      if (type === 'message_start') message = { ...objectAt(event['message']) };
      if (type === 'content_block_start') {
        last = countAt(event['index']) ?? last + 1;
        const block = { ...objectAt(event['content_block']) };
        if (block['type'] === 'tool_use') calls.set(last, calls.size);
        blocks.set(last, { block, pieces: {} });
        hearBlock(hearing, block);
      }
      if (type === 'content_block_delta') {
        last = countAt(event['index']) ?? Math.max(last, 0);
        const delta = objectAt(event['delta']);
        const block = addDelta(blocks, last, delta);
        hearDelta(hearing, { delta, block, call: calls.get(last) });
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

function addDelta(blocks: Map<number, BlockPieces>, index: number, delta: JsonObject): JsonObject {
  const known = blocks.get(index) ?? { block: { type: 'text' }, pieces: {} };
  blocks.set(index, known);
  for (const field of joined) {
    const piece = textAt(delta[field]);
    if (piece !== '') (known.pieces[field] ??= []).push(piece);
  }
  return known.block;
}

/** A block may have its beginning with it; one of thinking may stay empty for long. */
function hearBlock(hearing: Hearing, { type, text }: JsonObject): void {
  if (isThought(type)) hearing.thinks('');
  else if (isSpoken(type)) hearing.text(textAt(text));
}

interface HeardDelta {
  delta: JsonObject;
  block: JsonObject;
  /** Which of the tool calls it is of. */
  call: number | undefined;
}

function hearDelta(hearing: Hearing, { delta, block, call }: HeardDelta): void {
  const { text, partial_json: json, thinking } = delta;
  if (isSpoken(block['type'])) hearing.text(textAt(text));
  if (call !== undefined) hearing.toolCall(call, textAt(block['name']), textAt(json));
  if (textAt(thinking) !== '') hearing.thinks('…');
  else if (textAt(delta['signature']) !== '') hearing.moves();
}

const isThought = (type: unknown) => /thinking/.test(textAt(type));
const isSpoken = (type: unknown) => type === 'text' || type == null;

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
