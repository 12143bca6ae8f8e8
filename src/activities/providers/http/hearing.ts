import type { LiveListener } from '../live.ts';
import type { StreamWatch } from './stream-watch.ts';

/** What a reply is told to while it is put together: whoever listens to it, and who watches that it goes on. */
export class Hearing {
  readonly #live: LiveListener | undefined;
  readonly #watch: StreamWatch | undefined;

  /** Default: nobody. */
  constructor(live?: LiveListener, watch?: StreamWatch) {
    this.#live = live;
    this.#watch = watch;
  }

  text(piece: string): void {
    if (piece === '') return;
    this.#watch?.feed();
    this.#live?.text(piece);
  }

  toolCall(index: number, name: string, piece: string): void {
    if (piece === '') return;
    this.#watch?.feed();
    this.#live?.toolCall?.(index, name, piece);
  }

  /** @param piece of what it thinks; '': it begins to, and may say nothing of it */
  thinks(piece: string): void {
    if (piece === '') this.#watch?.bePatient();
    else this.#watch?.feed();
    this.#live?.thinks?.();
  }

  /** Something else of the reply has come. */
  moves(): void {
    this.#watch?.feed();
  }

  /** It is no stream: it comes in one piece, within the time of its call. */
  isPlain(): void {
    this.#watch?.end();
  }
}
