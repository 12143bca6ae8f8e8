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
}
