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
  /** Path of the step whose words are its answer; `null`: there is none yet. Left out: it has no such step. */
  answer?(node: ViewNode<K>): string | null;
}

const looks: { readonly [K in Kind]: Look<K> } = {
  agent: { view: AgentView, folds: false },
  debate: { view: DebateView, folds: true, answer: ({ own }) => own?.conclusion ?? null },
  parallel: { view: ParallelView, folds: true },
  person: { view: PersonView, folds: false },
  pipeline: {
    view: PipelineView,
    folds: true,
    answer: ({ own }) => own?.stages.at(-1)?.path ?? null,
  },
  supervisor: { view: SupervisorView, folds: true, answer: ({ own }) => own?.synthesis ?? null },
};

/** What a step's kind looks like; `null`: nobody knows its kind. */
export function lookOf(node: ViewNode): Look<Kind> | null {
  return node.kind === null ? null : (looks[node.kind] as unknown as Look<Kind>);
}
