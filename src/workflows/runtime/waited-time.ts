import type { Deadline } from '../../core/run-input.ts';
import { joined, lengthOf, type Spans, without } from '../../core/spans.ts';
import type { StepScope } from './step-scope.ts';

/** Something that goes on: a call, a question, or a run inside this one. */
export interface Part {
  /** @param waited when it did nothing but wait for people; default never */
  end(waited?: Spans): void;
}

interface Going {
  from: number;
  /** `null`: it goes on. */
  to: number | null;
  waited: Spans;
}

/**
 * When nothing went on but waiting for people. Of a run inside this one that is known only at its
 * end: until then it counts as at work.
 */
class Waits {
  #parts: Going[] = [];
  /** Of parts that are over, as all others of their time are. */
  #before: Spans = [];

  begin(part: Going): void {
    if (this.#parts.every(({ to }) => to !== null)) {
      this.#before = this.spans();
      this.#parts = [];
    }
    this.#parts.push(part);
  }

  spans(): Spans {
    const waited = this.#parts.flatMap((part) => part.waited);
    if (waited.length === 0) return this.#before;
    const atWork = this.#parts.flatMap(({ from, to, waited: idle }) =>
      without([[from, to ?? Date.now()]], idle),
    );
    return joined([...this.#before, ...without(waited, atWork)]);
  }
}

/** Spans that a run tells the one around it of at most; the shortest are dropped first. */
const spansAtMost = 200;

/**
 * The time in which a workflow only waited for people. It is not charged: each deadline moves by what
 * of it lay in everything that stands under the deadline.
 */
export class WaitedTime {
  readonly #whole = new Waits();
  readonly #under = new WeakMap<Deadline, { waits: Waits; moved: number }>();

  /** Something begins in a scope. */
  begin({ around }: Pick<StepScope, 'around'>): Part {
    const part: Going = { from: Date.now(), to: null, waited: [] };
    this.#whole.begin(part);
    for (const deadline of around) this.#of(deadline).waits.begin(part);
    return {
      end: (waited = []) => {
        part.to = Date.now();
        part.waited = without(waited, [
          [0, part.from],
          [part.to, Number.MAX_SAFE_INTEGER],
        ]);
        if (part.waited.length === 0) return;
        for (const deadline of around) this.#move(deadline);
      },
    };
  }

  /** When the whole workflow did nothing else, for the run around it. */
  spans(): Spans {
    const spans = this.#whole.spans();
    if (spans.length <= spansAtMost) return spans;
    const longest = spans.toSorted((a, b) => lengthOf([b]) - lengthOf([a])).slice(0, spansAtMost);
    return joined(longest);
  }

  #of(deadline: Deadline): { waits: Waits; moved: number } {
    const known = this.#under.get(deadline) ?? { waits: new Waits(), moved: 0 };
    this.#under.set(deadline, known);
    return known;
  }

  #move(deadline: Deadline): void {
    const known = this.#of(deadline);
    const waited = lengthOf(known.waits.spans());
    deadline.at += waited - known.moved;
    known.moved = waited;
  }
}
