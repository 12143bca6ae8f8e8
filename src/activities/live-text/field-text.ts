import { JsonFieldReader } from './json-field-reader.ts';
import type { Told } from './told.ts';

/** Passes on the text of one field of a structured reply that comes in pieces. */
export class FieldText implements Told {
  readonly #to: Told;
  readonly #field: string;
  #reader: JsonFieldReader;

  constructor(to: Told, field: string) {
    this.#to = to;
    this.#field = field;
    this.#reader = new JsonFieldReader(field);
  }

  text(piece: string): void {
    const read = this.#reader.read(piece);
    if (read !== '') this.#to.text(read);
  }

  restart(reason: string): void {
    this.#reader = new JsonFieldReader(this.#field);
    this.#to.restart(reason);
  }
}
