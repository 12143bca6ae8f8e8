import type { ToolDelta } from '../../client/index.ts';
import { beginningOf } from '../../core/unicode.ts';

/** Of the arguments of a call only the beginning is shown. */
const keptCharacters = 500;

/** The tool calls that a model is writing in a turn. */
export class Calling {
  /** Name and arguments so far, by call. */
  readonly #calls = new Map<number, { name: string; args: string }>();
  #last = 0;

  hear({ call, name, text }: ToolDelta): void {
    const before = this.#calls.get(call)?.args ?? '';
    this.#calls.set(call, { name, args: beginningOf(before + text, keptCharacters) });
    this.#last = call;
  }

  /** The call that was written at last, its beginning, on one line; `undefined`: none. */
  line(): string | undefined {
    const call = this.#calls.get(this.#last);
    if (call === undefined) return undefined;
    return `calls ${call.name} ${call.args}`.replaceAll(/\s+/g, ' ').trimEnd() + '…';
  }
}
