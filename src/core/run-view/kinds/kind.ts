import type { EventBody, EventPlace } from '../../events.ts';
import type { Kind, SpecOf } from '../../kinds/step.ts';
import type { OwnViews } from '../types.ts';

/** A step that has begun inside another one. */
export interface Begun {
  path: string;
  element: string;
}

/** What a kind shows of its own, and how that comes from events. Nothing else here asks which kind a step is. */
export interface KindView<K extends Kind> {
  /** Before anything has happened; `spec`: `null`: not known. */
  open(spec: SpecOf<K> | null, path: string): OwnViews[K];
  /** A step inside it has begun. Left out: that changes nothing. */
  begun?(own: OwnViews[K], child: Begun, path: string): OwnViews[K];
  /** Something was told at the step itself. Left out: nothing changes it. */
  told?(own: OwnViews[K], event: EventBody & EventPlace): OwnViews[K];
  /**
   * What it shows in words and steps, for whoever draws it. Left out: it is drawn in a form of its own, in
   * the studio and in Markdown.
   */
  sections?(own: OwnViews[K]): readonly ViewSection[];
}

/** A part of what a kind shows: steps under a heading, and what was found about them. */
export interface ViewSection {
  /** `''`: none. */
  title: string;
  /** Paths of the steps that stand in it, in order. */
  steps: readonly string[];
  /** `null`: nobody looks at them. */
  finding: ViewFinding | null;
}

/** What was found about some steps. */
export interface ViewFinding {
  title: string;
  /** Path of the step that has found it; `null`: none. */
  path: string | null;
  /** Each in a few words, and why. None: nothing yet. */
  lines: readonly { isGood: boolean; says: string; why: string }[];
}
