import type { JsonObject } from '../provider.ts';
import { countAt, objectAt, textAt } from '../reading/fields.ts';
import { JsonEnd } from '../reading/json-end.ts';
import { mostCalls } from '../reading/tool-calls.ts';

/** A tool call as far as it has come. */
interface Call {
  /** In its turn, from 0. */
  place: number;
  fields: JsonObject;
  index: number | undefined;
  id: string;
  name: string;
  pieces: string[];
  end: JsonEnd;
}

/** What one event has of a call. */
type Piece = Pick<Call, 'index' | 'id' | 'name'> & { text: string };

/** Is told a piece of a call's arguments; `index`: of the call, from 0. */
type HearCall = (index: number, name: string, piece: string) => void;

/** Puts streamed tool calls together, however a server numbers and names their pieces. */
export class CallPieces {
  readonly #calls: Call[] = [];
  readonly #byIndex = new Map<number, Call>();
  readonly #byId = new Map<string, Call>();
  readonly #hear: HearCall;

  /** @param hear is told each piece of a call's arguments */
  constructor(hear: HearCall = () => undefined) {
    this.#hear = hear;
  }

  add(delta: JsonObject): void {
    const piece = pieceOf(delta);
    const known = this.#known(piece);
    const isNew = known === undefined || isAnother(known, piece);
    const call = isNew ? this.#begin(delta, piece) : goOn(known, delta, piece);
    if (call.place < mostCalls) this.#hear(call.place, call.name, piece.text);
  }

  /** The calls in the form that they have without a stream. */
  whole(): JsonObject[] {
    return this.#calls.map(({ fields, id, name, pieces }) => {
      const asked = { name, arguments: pieces.join('') };
      return { ...fields, ...(id !== '' && { id }), function: asked };
    });
  }

  #known({ index, id }: Piece): Call | undefined {
    const same = this.#byId.get(id);
    if (same !== undefined && (index === undefined || same.index === index)) return same;
    return index === undefined ? this.#calls.at(-1) : this.#byIndex.get(index);
  }

  #begin(delta: JsonObject, { index, id, name, text }: Piece): Call {
    const call: Call = {
      place: this.#calls.length,
      fields: { ...delta },
      index,
      id,
      name,
      pieces: [text],
      end: new JsonEnd(),
    };
    call.end.add(text);
    if (this.#calls.length < mostCalls) this.#calls.push(call);
    if (index !== undefined) this.#byIndex.set(index, call);
    if (id !== '') this.#byId.set(id, call);
    return call;
  }
}

function pieceOf(delta: JsonObject): Piece {
  const asked = objectAt(delta['function'] ?? delta);
  const given = asked['arguments'];
  return {
    index: countAt(delta['index']),
    id: textAt(delta['id']),
    name: textAt(asked['name']),
    text: typeof given === 'string' || given == null ? textAt(given) : JSON.stringify(given),
  };
}

/**
 * Whether a piece is the first of another call: some servers number all calls of a turn 0, or not at
 * all; others make up an id for each piece, or repeat the name in each.
 */
function isAnother(known: Call, { index, id, name, text }: Piece): boolean {
  const isOtherId = id !== '' && known.id !== '' && id !== known.id;
  if (isOtherId && name !== '') return true;
  const saysMore = text.trim() !== '';
  if (known.end.isWhole()) return saysMore && (name !== '' || isOtherId);
  if (name === '' || known.name === '') return false;
  const isEmpty = known.pieces.every((piece) => piece === '');
  return name !== known.name || (index === undefined && id === '' && isEmpty && !saysMore);
}

function goOn(known: Call, delta: JsonObject, { id, name, text }: Piece): Call {
  known.id ||= id;
  known.name ||= name;
  if (text !== '') known.pieces.push(text);
  known.end.add(text);
  if (known.fields['extra_content'] == null && delta['extra_content'] != null)
    known.fields['extra_content'] = delta['extra_content'];
  return known;
}
