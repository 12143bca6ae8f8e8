import { fill, isLong, sizeOf, type Text } from '../content.ts';
import type { ModelReply } from '../model-call.ts';
import { beginningOf } from '../unicode.ts';

/** How many long replies are remembered, and how much of each. */
const most = { replies: 16, characters: 2_000 } as const;

/** How the last long replies begin: a result only refers to them. */
export class LastReplies {
  readonly #beginnings = new Map<string, string>();

  add({ message, content }: Pick<ModelReply, 'message' | 'content'>): void {
    if (content === null || !isLong(content)) return;
    this.#beginnings.set(message, beginningOf(content, most.characters));
    if (this.#beginnings.size <= most.replies) return;
    const [oldest = ''] = this.#beginnings.keys();
    this.#beginnings.delete(oldest);
  }

  /** How a text begins, as far as that is known, or how long it is. */
  read(text: Text): string {
    if (typeof text === 'string') return text;
    const size = `[${(sizeOf(text) / 1_024).toFixed(1)} KB: 'durable-agents show' prints it]`;
    return fill(text, (message) => this.#beginnings.get(message) ?? size);
  }
}
