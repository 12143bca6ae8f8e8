import type { ComponentType } from 'preact';
import type { Kind } from '../../core/kinds/step.ts';
import type { ViewNode } from '../../core/run-view/index.ts';

/** What a kind looks like. */
export interface Look<K extends Kind = Kind> {
  view: ComponentType<{ node: ViewNode<K> }>;
  /** Inside another step: whether it stands in a fold; what one speaker says needs none. */
  folds: boolean;
  /** Path of the step whose words are its answer; `null`: there is none yet. Left out: it has no such step. */
  answer?: (node: ViewNode<K>) => string | null;
}
