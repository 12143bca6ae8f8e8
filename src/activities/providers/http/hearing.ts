import type { LiveListener } from '../live.ts';
import type { StreamWatch } from './stream-watch.ts';

/** What a reply is told to while it is put together: whoever listens to it, and who watches that it goes on. */
export class Hearing {
  readonly #live: LiveListener | undefined;
  readonly #watch: StreamWatch | undefined;
  #isGathering = false;
  #gathered = '';

  /** Default: nobody. */
  constructor(live?: LiveListener, watch?: StreamWatch) {
    this.#live = live;
    this.#watch = watch;
  }

  /** Tells texts that come while something is taken as one: a server often sends many at once. */
  gather(take: () => void): void {
    this.#isGathering = true;
    try {
      take();
    } finally {
      this.#isGathering = false;
      this.#tellGathered();
    }
  }

  text(piece: string): void {
    if (piece === '') return;
    this.#gathered += piece;
    if (!this.#isGathering) this.#tellGathered();
  }

  toolCall(index: number, name: string, piece: string): void {
    if (piece === '') return;
    this.#tellGathered();
    this.#watch?.feed();
    this.#live?.toolCall?.(index, name, piece);
  }

  /** @param piece of what it thinks; '': it begins to, and may say nothing of it */
  thinks(piece: string): void {
    this.#tellGathered();
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

  #tellGathered(): void {
    const text = this.#gathered;
    if (text === '') return;
    this.#gathered = '';
    this.#watch?.feed();
    this.#live?.text(text);
  }
}
