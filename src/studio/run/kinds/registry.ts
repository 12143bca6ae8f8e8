import type { Kind } from '../../../core/kinds/step.ts';
import type { ViewNode } from '../../../core/run-view/index.ts';
import type { Look } from '../look.ts';
import { AgentView } from './agent.tsx';
import { DebateView } from './debate.tsx';
import { MapView } from './map.tsx';
import { ParallelView } from './parallel.tsx';
import { PersonView } from './person.tsx';
import { PipelineView } from './pipeline.tsx';
import { SupervisorView } from './supervisor.tsx';

const looks: { readonly [K in Kind]: Look<K> } = {
  agent: { view: AgentView, folds: false },
  debate: { view: DebateView, folds: true, answer: ({ own }) => own?.conclusion ?? null },
  map: { view: MapView, folds: true, answer: ({ own }) => own?.reduced.at(-1) ?? null },
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
export function lookOf(node: ViewNode): Look | null {
  return node.kind === null ? null : (looks[node.kind] as unknown as Look);
}
