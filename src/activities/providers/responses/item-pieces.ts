import { Hearing } from '../http/hearing.ts';
import type { JsonObject } from '../provider.ts';
import { countAt, objectAt, textAt } from '../reading/fields.ts';

/** What has come of a text: its pieces, or all of it. */
interface Text {
  pieces: string[];
  whole: string | undefined;
}

/** An item of the output as far as it has come. */
interface Item {
  item: JsonObject;
  isDone: boolean;
  /** Of a message, by part. */
  said: Map<number, Text>;
  arguments: Text;
}

/** Puts the items of a streamed response together: whole ones, or their pieces where none came. */
export class ItemPieces {
  readonly #items = new Map<number, Item>();
  readonly #byId = new Map<string, number>();
  /** The calls of tools by where they stand, in the order in which they began. */
  readonly #calls = new Map<number, number>();
  readonly #hearing: Hearing;
  #last = -1;

  /** @param hearing is told what comes; default: nobody */
  constructor(hearing = new Hearing()) {
    this.#hearing = hearing;
  }

  add(event: JsonObject): void {
    const type = textAt(event['type']);
    if (/^response\.output_item\.(?:added|done)$/.test(type)) this.#addItem(event);
    else if (/^response\.output_text\.(?:delta|done)$/.test(type)) this.#addText(event);
    else if (/^response\.function_call_arguments\.(?:delta|done)$/.test(type))
      this.#addArguments(event);
    else if (/^response\.reasoning.*\.delta$/.test(type)) this.#hearing.thinks('…');
    else if (/\.(?:delta|done|added)$/.test(type)) this.#hearing.moves();
  }

  /** In the order of the output. */
  whole(): JsonObject[] {
    return [...this.#items].toSorted(([a], [b]) => a - b).map(([, item]) => wholeItem(item));
  }

  #addItem(event: JsonObject): void {
    const item = objectAt(event['item']);
    const id = textAt(item['id']);
    const isDone = event['type'] === 'response.output_item.done';
    const known = countAt(event['output_index']) ?? this.#byId.get(id) ?? this.#nextAfter(isDone);
    const begun = this.#at(known);
    if (begun.isDone && !isDone) return;
    if (id !== '') this.#byId.set(id, known);
    Object.assign(begun, { item, isDone });
    if (item['type'] === 'function_call') this.#callAt(known);
    if (item['type'] === 'reasoning' && !isDone) this.#hearing.thinks('');
    else this.#hearing.moves();
  }

  /** What a model says of what it does is no answer, as long as there may be one. */
  #addText(event: JsonObject): void {
    const { said, item } = this.#itemOf(event);
    addTo(textOf(said, countAt(event['content_index']) ?? 0), event, 'text');
    if (item['phase'] === 'commentary') this.#hearing.moves();
    else if (item['type'] === 'reasoning') this.#hearing.thinks('…');
    else this.#hearing.text(textAt(event['delta']));
  }

  #addArguments(event: JsonObject): void {
    const { item, arguments: given } = this.#itemOf(event);
    addTo(given, event, 'arguments');
    const call = this.#callAt(this.#last);
    this.#hearing.toolCall(call, textAt(item['name']), textAt(event['delta']));
  }

  /** Which call of the turn stands at a place: one without arguments counts too. */
  #callAt(place: number): number {
    const call = this.#calls.get(place) ?? this.#calls.size;
    this.#calls.set(place, call);
    return call;
  }

  /** Where an item is that has neither a place nor an id: done is what was begun last. */
  #nextAfter(isDone: boolean): number {
    const last = this.#items.get(this.#last);
    return isDone && last?.isDone === false ? this.#last : this.#last + 1;
  }

  #itemOf(event: JsonObject): Item {
    const byId = this.#byId.get(textAt(event['item_id']));
    return this.#at(countAt(event['output_index']) ?? byId ?? Math.max(this.#last, 0));
  }

  #at(index: number): Item {
    this.#last = index;
    const known = this.#items.get(index);
    if (known !== undefined) return known;
    const arguments_ = { pieces: [], whole: undefined };
    const begun: Item = { item: {}, isDone: false, said: new Map(), arguments: arguments_ };
    this.#items.set(index, begun);
    return begun;
  }
}

function textOf(said: Map<number, Text>, part: number): Text {
  const known = said.get(part) ?? { pieces: [], whole: undefined };
  said.set(part, known);
  return known;
}

function addTo(text: Text, event: JsonObject, field: string): void {
  const piece = textAt(event['delta']);
  if (piece !== '') text.pieces.push(piece);
  if (typeof event[field] === 'string') text.whole = event[field];
}

function wholeItem({ item, isDone, said, arguments: given }: Item): JsonObject {
  const isCall = item['type'] === 'function_call';
  if (isCall) return { ...item, arguments: joined(given) || (item['arguments'] ?? '') };
  if (isDone || said.size === 0) return item;
  const parts = [...said].toSorted(([a], [b]) => a - b);
  const content = parts.map(([, text]) => ({ type: 'output_text', text: joined(text) }));
  return { type: 'message', ...item, content };
}

function joined({ pieces, whole }: Text): string {
  return whole || pieces.join('');
}
