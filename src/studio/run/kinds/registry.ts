import type { ComponentType } from 'preact';
import type { Kind } from '../../../core/kinds/step.ts';
import type { ViewNode } from '../../../core/run-view/index.ts';
import { AgentView } from './agent.tsx';
import { DebateView } from './debate.tsx';
import { ParallelView } from './parallel.tsx';
import { PersonView } from './person.tsx';
import { PipelineView } from './pipeline.tsx';
import { SupervisorView } from './supervisor.tsx';

/** What a kind looks like. */
interface Look<K extends Kind> {
  view: ComponentType<{ node: ViewNode<K> }>;
  /** Inside another step: whether it stands in a fold; what one speaker says needs none. */
  folds: boolean;
}

const looks: { readonly [K in Kind]: Look<K> } = {
  agent: { view: AgentView, folds: false },
  debate: { view: DebateView, folds: true },
  parallel: { view: ParallelView, folds: true },
  person: { view: PersonView, folds: false },
  pipeline: { view: PipelineView, folds: true },
  supervisor: { view: SupervisorView, folds: true },
};

/** What a step's kind looks like; `null`: nobody knows its kind. */
export function lookOf(node: ViewNode): Look<Kind> | null {
  return node.kind === null ? null : (looks[node.kind] as unknown as Look<Kind>);
}
