import type { Assembler } from '../http/events.ts';
import type { JsonObject } from '../provider.ts';
import { isObject, objectAt, objectsAt } from '../reading/fields.ts';

const endings: readonly unknown[] = [
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
];

/** Takes the whole response from its last event; items from their own where that has none. */
export function responseAssembler(): Assembler {
  const items: JsonObject[] = [];
  let whole: JsonObject | undefined;
  return {
    add(event) {
      if (event['type'] === 'response.output_item.done' && isObject(event['item']))
        items.push(event['item']);
      if (endings.includes(event['type'])) whole = objectAt(event['response']);
    },
    isEnded: () => whole !== undefined,
    reply() {
      if (whole === undefined) return undefined;
      return objectsAt(whole['output']).length > 0 ? whole : { ...whole, output: items };
    },
  };
}
