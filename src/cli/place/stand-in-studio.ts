import {
  type AnnouncedStudio,
  announcedStudio,
  announceStudio,
  portOf,
} from '../../workers/embedded/index.ts';

/** A server of the studio that stands in. */
interface StandIn {
  url: string;
  close(): Promise<void>;
}

/** What a stand-in works with. */
interface StandInOptions {
  stateDir: string;
  /** Serves the studio at a port, or where that is taken, or none is said, at one that is free. */
  open: (port: number | undefined) => Promise<StandIn>;
}

/** How often it is looked whether somebody serves the studio, in ms. */
const everyMs = 250;

/**
 * The studio of a state folder, as processes in the background have it together: one of them serves it
 * while nobody else does, and where that one ends another goes on at the same port, so that links stay
 * good. Who wants the port for a studio of its own gets it.
 */
export class StandInStudio {
  readonly #options: StandInOptions;
  readonly #timer: NodeJS.Timeout;
  #own: StandIn | undefined;
  #withdraw = () => {};
  /** Where it was served when it was looked at last. */
  #port: number | undefined;
  #looking = Promise.resolve();
  #isClosed = false;

  constructor(options: StandInOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
  }

  /** Looks whether somebody serves it, and does so where nobody does. It goes on by itself. */
  async look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#settle()).catch(tryAgain);
    await this.#looking;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#isClosed = true;
    await this.#looking;
    this.#withdraw();
    await this.#own?.close();
  }

  async #settle(): Promise<void> {
    if (this.#isClosed) return;
    const there = announcedStudio(this.#options.stateDir);
    if (there === undefined) return await this.#serve();
    if (this.#isMine(there)) return;
    this.#port = portOf(there.url) ?? this.#port;
    if (there.url === this.#own?.url) await this.#giveUp();
  }

  async #serve(): Promise<void> {
    const { stateDir, open } = this.#options;
    this.#own ??= await open(this.#port);
    if (announcedStudio(stateDir) !== undefined) return await this.#giveUp(); // another was faster
    this.#withdraw = announceStudio(stateDir, this.#own.url, true);
  }

  #isMine({ url, standsIn, isOwn }: AnnouncedStudio): boolean {
    return standsIn && isOwn && url === this.#own?.url;
  }

  async #giveUp(): Promise<void> {
    const own = this.#own;
    this.#own = undefined;
    await own?.close();
  }
}

/** What was taken a moment ago may be free at the next look. */
function tryAgain(): void {}
