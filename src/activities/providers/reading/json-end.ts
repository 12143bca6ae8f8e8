/** Tells whether a JSON object or list that comes in pieces is whole. Looks at each character once. */
export class JsonEnd {
  #depth = 0;
  #isOpened = false;
  #isInText = false;
  #isEscaped = false;

  add(piece: string): void {
    for (const char of piece) {
      if (this.#isInText) this.#goOnInText(char);
      else if (char === '"') this.#isInText = true;
      else if (char === '{' || char === '[') {
        this.#isOpened = true;
        this.#depth += 1;
      } else if (char === '}' || char === ']') this.#depth -= 1;
    }
  }

  isWhole(): boolean {
    return this.#isOpened && this.#depth <= 0 && !this.#isInText;
  }

  #goOnInText(char: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (char === '\\') this.#isEscaped = true;
    else if (char === '"') this.#isInText = false;
  }
}
