/** Something that has been done already, and whose time is not over yet. */
interface Pending {
  /** When it is over, in seconds. */
  at: number;
  /** Which one was begun first. */
  number: number;
  end: () => void;
}

/**
 * Time in which work takes as long as it says, without anybody waiting: when nothing is really
 * under way any more, the clock moves on to what is over next. What depends on each other adds up,
 * what goes on at once does not, whatever the machine does meanwhile.
 */
export class VirtualClock {
  /** Seconds since the beginning. */
  now = 0;
  readonly #pending: Pending[] = [];
  #underWay = 0;
  #begun = 0;

  /** Does work, and gives what it made after so many seconds of this clock. */
  async take<T>(work: () => Promise<T>, secondsOf: (made: T) => number): Promise<T> {
    const since = this.now;
    const number = this.#begun++;
    const made = await this.hold(work);
    return await new Promise((resolve) => {
      this.#pending.push({ at: since + secondsOf(made), number, end: () => resolve(made) });
      this.#moveOn();
    });
  }

  /** Does work that takes no time; the clock stands still meanwhile. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      this.#moveOn();
    }
  }

  /** After what follows at once from what has just ended. */
  #moveOn(): void {
    setImmediate(() => {
      if (this.#underWay > 0) return;
      const [next] = this.#pending.toSorted((a, b) => a.at - b.at || a.number - b.number);
      if (next === undefined) return;
      this.#pending.splice(this.#pending.indexOf(next), 1);
      this.now = next.at;
      next.end();
      this.#moveOn();
    });
  }
}
