type State =
  | 'seeking'
  | 'opened'
  | 'key'
  | 'colon'
  | 'value'
  | 'text'
  | 'skipped text'
  | 'nested'
  | 'scalar'
  | 'next'
  | 'comma'
  /** Nothing more is read: the field has ended, or this is not JSON. */
  | 'ended';

/** Names that are longer are not the one. */
const longestName = 200;

const isBlank = (char: string) => char === ' ' || char === '\n' || char === '\r' || char === '\t';

/**
 * Reads the value of one text field out of a JSON object that comes in pieces, whatever stands before
 * the object: words, or a fence. Looks at each character once; only the end of a reply tells whether
 * this was the object that was meant.
 */
export class JsonFieldReader {
  readonly #field: string;
  #state: State = 'seeking';
  #name = '';
  #depth = 0;
  #isInText = false;
  /** Of an escape what has come: '' for none. */
  #escape = '';
  #read = '';

  constructor(field: string) {
    this.#field = field;
  }

  /** What of the field's value a piece of the reply holds, decoded. */
  read(piece: string): string {
    this.#read = '';
    for (let at = 0; at < piece.length && this.#state !== 'ended';) {
      const plain = this.#state === 'text' && this.#escape === '' ? plainEnd(piece, at) : at;
      this.#read += piece.slice(at, plain);
      if (plain < piece.length) this.#take(piece.charAt(plain));
      at = plain + 1;
    }
    return this.#read;
  }

  #take(char: string): void {
    if (this.#state === 'seeking') this.#go(char === '{' ? 'opened' : 'seeking');
    else if (this.#state === 'text') this.#takeText(char);
    else if (this.#state === 'key') this.#takeName(char);
    else if (this.#state === 'skipped text') this.#skipText(char);
    else if (this.#state === 'nested') this.#skipNested(char);
    else if (this.#state === 'scalar') this.#skipScalar(char);
    else if (!isBlank(char)) this.#takeSign(char);
  }

  /** What stands between names and values. */
  #takeSign(char: string): void {
    if (this.#state === 'opened' || this.#state === 'comma') this.#beginName(char);
    else if (this.#state === 'colon') this.#go(char === ':' ? 'value' : 'ended');
    else if (this.#state === 'value') this.#beginValue(char);
    else if (char === ',') this.#go('comma');
    else this.#go(char === '}' ? 'seeking' : 'ended');
  }

  #beginName(char: string): void {
    this.#name = '';
    if (char === '"') this.#go('key');
    else if (this.#state === 'comma') this.#go('ended');
    else this.#go(char === '{' ? 'opened' : 'seeking'); // braces among words
  }

  #beginValue(char: string): void {
    const isField = nameOf(this.#name) === this.#field;
    if (char === '"') this.#go(isField ? 'text' : 'skipped text');
    else if (isField) this.#go('ended');
    else if (char === '{' || char === '[') {
      this.#depth = 1;
      this.#go('nested');
    } else this.#go('scalar');
  }

  #takeName(char: string): void {
    if (char === '"' && this.#escape === '') return this.#go('colon');
    this.#escape = this.#escape === '' && char === '\\' ? '\\' : '';
    if (this.#name.length <= longestName) this.#name += char;
  }

  #takeText(char: string): void {
    if (this.#escape !== '') return this.#takeEscaped(char);
    if (char === '\\') this.#escape = '\\';
    else this.#go('ended');
  }

  #takeEscaped(char: string): void {
    this.#escape += char;
    const isUnicode = this.#escape.startsWith(String.raw`\u`);
    if (isUnicode && this.#escape.length < 6) return;
    const decoded = decodedEscape(this.#escape);
    this.#escape = '';
    if (decoded === undefined) this.#go('ended');
    else this.#read += decoded;
  }

  #skipText(char: string): void {
    if (this.#escape !== '') this.#escape = '';
    else if (char === '\\') this.#escape = '\\';
    else if (char === '"') this.#go('next');
  }

  #skipNested(char: string): void {
    if (this.#escape !== '') this.#escape = '';
    else if (this.#isInText && char === '\\') this.#escape = '\\';
    else if (char === '"') this.#isInText = !this.#isInText;
    else if (!this.#isInText && (char === '{' || char === '[')) this.#depth += 1;
    else if (!this.#isInText && (char === '}' || char === ']')) {
      this.#depth -= 1;
      if (this.#depth === 0) this.#go('next');
    }
  }

  #skipScalar(char: string): void {
    if (char === ',') this.#go('comma');
    else if (char === '}') this.#go('seeking');
  }

  #go(state: State): void {
    this.#state = state;
  }
}

/** Where a text can no longer be taken as it stands. A line break, which JSON has not, is mended later. */
function plainEnd(piece: string, from: number): number {
  for (let at = from; at < piece.length; at += 1) {
    const code = piece.charCodeAt(at);
    if (code === 0x22 || code === 0x5c) return at;
  }
  return piece.length;
}

const nameOf = (written: string) => decoded(written) ?? written;
const decodedEscape = (written: string) =>
  /^\\(?:["\\/bfnrt]|u[\da-f]{4})$/i.test(written) ? decoded(written) : undefined;

function decoded(written: string): string | undefined {
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return undefined;
  }
}
