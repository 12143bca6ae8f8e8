import type { Deadline } from '../../core/run-input.ts';
import { include, joined, lengthOf, type Span, type Spans, without } from '../../core/spans.ts';
import type { StepScope } from './step-scope.ts';

const never: Spans = [];

/** Something that goes on: a call, a question, or a run inside this one. */
export interface Part {
  /** @param waited when it did nothing but wait for people; default never */
  end(waited?: Spans): void;
}

interface Going {
  from: number;
  /** Whether it is known to do nothing but wait for people. */
  onlyWaits: boolean;
}

/**
 * When nothing went on but waiting for people. Of a run inside this one that is known only at its
 * end: until then it counts as at work.
 */
class Waits {
  /** Each in the order in which they began. */
  readonly #waiting = new Set<Going>();
  readonly #working = new Set<Going>();
  /** Of parts that are over. */
  #waited: Span[] = [];
  #worked: Span[] = [];
  /** What is known for good: nothing that ends later changes what was before `#sealedAt`. */
  readonly #sealed: Span[] = [];
  #sealedMs = 0;
  #sealedAt = Number.NEGATIVE_INFINITY;

  begin(part: Going): void {
    this.#seal();
    this.#among(part).add(part);
  }

  end(part: Going, waited: Spans): void {
    this.#among(part).delete(part);
    const whole: Spans = [this.#untilNow(part)];
    const idle = part.onlyWaits ? whole : waited;
    for (const span of idle) include(this.#waited, span);
    for (const span of without(whole, idle)) include(this.#worked, span);
    this.#seal();
  }

  get isOnlyWaiting(): boolean {
    return this.#waiting.size > 0 && this.#working.size === 0;
  }

  get ms(): number {
    return this.#sealedMs + lengthOf(this.#unsealed());
  }

  spans(): Spans {
    return joined([...this.#sealed, ...this.#unsealed()]);
  }

  #among({ onlyWaits }: Going): Set<Going> {
    return onlyWaits ? this.#waiting : this.#working;
  }

  #untilNow({ from }: Going): Span {
    return [Math.max(from, this.#sealedAt), Date.now()];
  }

  /** Only a part at work may tell at its end that it has waited. */
  #seal(): void {
    if (this.#working.size > 0) return;
    for (const span of this.#unsealed()) {
      include(this.#sealed, span);
      this.#sealedMs += lengthOf([span]);
    }
    this.#waited = [];
    this.#worked = [];
    this.#sealedAt = Date.now();
  }

  #unsealed(): Spans {
    if (this.#waiting.size + this.#waited.length === 0) return never; // as in most runs, at every call
    const waited = [...this.#waited];
    for (const first of firstOf(this.#waiting)) include(waited, this.#untilNow(first));
    const worked = [...this.#worked];
    for (const first of firstOf(this.#working)) include(worked, this.#untilNow(first));
    return without(waited, worked);
  }
}

/** The one that began first, if there is any. */
function firstOf(going: ReadonlySet<Going>): Going[] {
  for (const first of going) return [first];
  return [];
}

/** Spans that a run tells the one around it of at most; the shortest are dropped first. */
const spansAtMost = 200;

/**
 * The time in which a workflow only waited for people. It is not charged: each deadline moves by what
 * of it lay in everything that stands under the deadline.
 */
export class WaitedTime {
  readonly #before: Spans;
  readonly #whole = new Waits();
  readonly #under = new WeakMap<Deadline, { waits: Waits; moved: number }>();

  /** @param before what the runs told that this one continues */
  constructor(before: Spans = []) {
    this.#before = before;
  }

  /**
   * Something begins in a scope.
   *
   * @param onlyWaits whether it is known to do nothing but wait for people, from now until its end
   */
  begin({ around }: Pick<StepScope, 'around'>, onlyWaits = false): Part {
    const part: Going = { from: Date.now(), onlyWaits };
    this.#whole.begin(part);
    for (const deadline of around) this.#of(deadline).waits.begin(part);
    return {
      end: (told = never) => {
        const waited = within(told, [part.from, Date.now()]);
        this.#whole.end(part, waited);
        for (const deadline of around) this.#end(deadline, part, waited);
      },
    };
  }

  /** Whether the workflow does nothing else now. */
  get isOnlyWaiting(): boolean {
    return this.#whole.isOnlyWaiting;
  }

  /** When the whole workflow did nothing else, for the run around it. */
  spans(): Spans {
    const spans = joined([...this.#before, ...this.#whole.spans()]);
    if (spans.length <= spansAtMost) return spans;
    const longest = spans.toSorted((a, b) => lengthOf([b]) - lengthOf([a])).slice(0, spansAtMost);
    return joined(longest);
  }

  #of(deadline: Deadline): { waits: Waits; moved: number } {
    const known = this.#under.get(deadline);
    if (known !== undefined) return known;
    const begun = { waits: new Waits(), moved: 0 };
    this.#under.set(deadline, begun);
    return begun;
  }

  #end(deadline: Deadline, part: Going, waited: Spans): void {
    const known = this.#of(deadline);
    known.waits.end(part, waited);
    const { ms } = known.waits;
    deadline.at += ms - known.moved;
    known.moved = ms;
  }
}

/** What of spans lies in one, whatever a run inside this one told. */
function within(spans: Spans, [from, to]: Span): Spans {
  if (spans.length === 0) return never;
  return without(joined(spans), [
    [Number.NEGATIVE_INFINITY, from],
    [to, Number.POSITIVE_INFINITY],
  ]);
}
