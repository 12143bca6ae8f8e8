import type { AgentSpec } from './agent/types.ts';
import type { Text } from '../content.ts';
import type { RunEvent } from '../events.ts';
import type { Report } from '../report.ts';
import type { ResultBase } from '../results.ts';
import type { KindView } from '../run-view/kinds/kind.ts';
import type { Kind, PresentedOf, ResultOf, SpecOf, Step, StepResult } from './step.ts';

/** A step inside another one. */
export interface Child {
  /** Where in the spec it stands: `steps[0].transform`. */
  place: string;
  /** Its element of the run's step paths; `null` where only the run decides when it is asked, and how often. */
  element: string | null;
  /** The step, or the name of a registered function that stands in its place. */
  step: Step | string;
}

/** One element of a step path in words: `Critic`, and `round 1`, `vote`. */
export interface ElementTitle {
  who: string;
  what: readonly string[];
  /** The step that stands there, which knows the elements after it; `null`: none that is known. */
  step: Step | null;
}

/**
 * How the steps inside a step follow one another; `dynamic`: it makes them up as it goes; `waits`: it has
 * none, and does nothing but wait for somebody.
 */
export type Flow = 'together' | 'in turn' | 'dynamic' | 'waits';

/** The step inside a step whose content becomes its own, word for word. */
interface AnswerStep {
  /** Its element of the run's step paths. */
  element: string;
  /** `null`: an agent that the pattern makes itself. */
  step: Step | null;
}

/** What the histories of a run tell of the steps inside one of its steps. */
interface Finished {
  resultOf(step: Step, element: string): StepResult;
  wasStarted(element: string): boolean;
  /** What the step there was given; `null` where that is not known. */
  inputOf(element: string): Text | null;
}

/** What a kind's result has besides the part that all results have. */
export type OwnParts<K extends Kind, C = Text> = Omit<ResultOf<K, C>, keyof ResultBase | 'kind'>;

/**
 * Everything that is known of one kind of step without running it. Nothing else in the product asks
 * which kind a step is: who needs to know something of it asks here.
 */
export interface StepKind<K extends Kind> {
  readonly flow: Flow;
  /**
   * Whether it works on a list of items, which stands in the store. It takes its input apart, so that this may
   * be far longer than a prompt: it is stored in pieces first.
   */
  readonly hasItems?: true;
  /** What is directly inside it, in order. */
  children(spec: SpecOf<K>): Child[];
  /** The same spec with every step directly inside it changed. */
  mapChildren(spec: SpecOf<K>, change: (child: Step) => Step): SpecOf<K>;
  /** The words for an element of a step path below it. */
  title(spec: SpecOf<K>, element: string): ElementTitle;
  /**
   * Who says its content, so that it can be read while it is said: a step inside it, or the step `itself`.
   * `null`: nobody does, or what is said may still be refused.
   */
  answer(spec: SpecOf<K>): AnswerStep | 'itself' | null;
  /** The steps inside it any of which may say its content. Default: the one of `answer`. */
  speakers?(spec: SpecOf<K>): Step[];
  /** The agent in a field of its spec that says its content, and who that is where the pattern makes it. */
  readonly concludes?: {
    field: string;
    who: Pick<AgentSpec, 'name' | 'role' | 'instructions'>;
  };
  /** What the result of a step has that was not even started; `null`: its spec cannot be read. */
  nothing(spec: SpecOf<K> | null): OwnParts<K>;
  /** The result with the whole results of inner steps in it changed. */
  mapResults(result: ResultOf<K>, change: (inner: StepResult) => StepResult): ResultOf<K>;
  /** As much of the result as was finished when the run was cut off; without it: nothing but what was spent. */
  finished?(spec: SpecOf<K>, of: Finished): Partial<ResultOf<K>>;
  /** How it went, for a terminal and the Web UI; without it: a line for each inner result. */
  report?(result: ResultOf<K, string>): Report;
  /** The result with its accessors; without it: as it is. */
  present?(result: ResultOf<K, string>): PresentedOf<K>;
  /** How a run of it is looked at; without it: as `run-view/kinds/` says. */
  readonly view?: KindView<K>;
  /** An event that only this kind tells, in a line; `undefined`: it is none. Without it: it has none. */
  line?(event: RunEvent): string | undefined;
  /**
   * What the simulated model replies where the kind asks in a form of its own: by the title of that form's
   * JSON Schema, from the prompt. Without it: anything that fits.
   */
  readonly simulated?: Readonly<Record<string, (prompt: string) => object>>;
}
