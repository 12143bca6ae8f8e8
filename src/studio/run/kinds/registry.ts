import type { Kind } from '../../../core/kinds/step.ts';
import type { ViewNode } from '../../../core/run-view/index.ts';
import type { Look } from '../look.ts';
import { AgentView } from './agent.tsx';
import { DebateView } from './debate.tsx';
import { MapView } from './map.tsx';
import { ParallelView } from './parallel.tsx';
import { PersonView } from './person.tsx';
import { PipelineView } from './pipeline.tsx';
import { RouteView } from './route.tsx';
import { SectionsView } from './sections.tsx';
import { SupervisorView } from './supervisor.tsx';

/** Kinds with a form of their own; the others are drawn section by section. */
const looks: { readonly [K in Kind]?: Look<K> } = {
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
  route: { view: RouteView, folds: true, answer: ({ own }) => own?.taken ?? null },
  supervisor: { view: SupervisorView, folds: true, answer: ({ own }) => own?.synthesis ?? null },
};

const inSections: Look = { view: SectionsView, folds: true };

/** What a step's kind looks like; `null`: nobody knows its kind. */
export function lookOf(node: ViewNode): Look | null {
  if (node.kind === null) return null;
  return (looks[node.kind] as unknown as Look | undefined) ?? inSections;
}
