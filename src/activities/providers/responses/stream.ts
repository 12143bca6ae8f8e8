import type { Assembler } from '../http/events.ts';
import { Hearing } from '../http/hearing.ts';
import type { JsonObject } from '../provider.ts';
import { objectAt, objectsAt, textAt } from '../reading/fields.ts';
import { ItemPieces } from './item-pieces.ts';

const ending = /^response\.(completed|incomplete|failed|cancelled|done)$/;

/** Takes the whole response from its last event; items from their own where that has none. */
export function responseAssembler(hearing = new Hearing()): Assembler {
  const items = new ItemPieces(hearing);
  let whole: JsonObject | undefined;
  return {
    add(event) {
      items.add(event);
      const status = ending.exec(textAt(event['type']))?.[1];
      if (status === undefined) return;
      whole = { ...(status !== 'done' && { status }), ...objectAt(event['response']) };
    },
    isWhole: () => whole !== undefined,
    isEnded: () => whole !== undefined,
    reply() {
      if (whole === undefined || hasOutput(whole)) return whole;
      return { ...whole, output: items.whole() };
    },
  };
}

function hasOutput({ output }: JsonObject): boolean {
  return objectsAt(output).length > 0 || textAt(output) !== '';
}
