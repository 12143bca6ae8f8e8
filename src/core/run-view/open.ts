import { baselineName, baselineTitle, isBaseline } from '../baseline.ts';
import { isKind, kindOf } from '../kinds/registry.ts';
import type { Kind, Step } from '../kinds/step.ts';
import { joinPath } from '../step-path.ts';
import { kindView } from './kinds/registry.ts';
import type { RunView, ViewNode } from './types.ts';

/**
 * A run before its first event: everything that its spec foresees waits.
 *
 * @param step the spec that the run was started with; `null`: not known, the events tell what there is
 */
export function openRunView(step: Step | null): RunView {
  const nothingYet = { result: null, hasEnded: false, questions: [], warnings: [] };
  const root = openNode(step, { path: '', element: '', title: step?.name ?? '' });
  const { who: name } = root;
  return { run: '', name, root, seq: 0, cursor: '0', version: 0, ...nothingYet };
}

/** Where a step stands, and what it is called. */
interface NodePlace {
  path: string;
  element: string;
  title: string;
  /** Default: the title. */
  who?: string;
}

/** A step that waits, with those inside it that are foreseen. */
function openNode(spec: Step | null, { title, who = title, ...place }: NodePlace): ViewNode {
  const kind = spec?.kind ?? null;
  const foreseen = spec === null ? [] : kindOf(spec).children(spec);
  const children = foreseen.flatMap(({ element, step }) =>
    element === null || typeof step === 'string' ? [] : [openChild(spec, place.path, element)],
  );
  return {
    ...place,
    title,
    who,
    kind,
    spec,
    children,
    state: 'waiting',
    startedAt: null,
    endedAt: null,
    durationMs: null,
    waitedFor: null,
    turns: [],
    tools: [],
    questions: [],
    checks: [],
    warnings: [],
    content: null,
    error: null,
    cost: null,
    lastEnded: null,
    own: kind === null ? null : kindView(kind).open(spec, place.path),
  };
}

/** A step that waits inside a step of this spec. */
export function openChild(spec: Step | null, parent: string, element: string): ViewNode {
  if (parent === '' && isBaseline(spec, element))
    return openNode(null, { path: element, element, title: baselineTitle, who: baselineName });
  const titled = spec === null ? null : kindOf(spec).title(spec, element);
  const { who, what, step } = titled ?? { who: element, what: [], step: null };
  const title = [who, ...what].join(' · ');
  return openNode(step, { path: joinPath(parent, element), element, title, who });
}

/** Learns from an event what the spec has not told. */
export function withKind(node: ViewNode, kind: string): ViewNode {
  if (node.kind !== null || !isKind(kind)) return node;
  return { ...node, kind, own: ownOf(kind, node) };
}

/** What has begun inside it meanwhile is shown too. */
function ownOf(kind: Kind, { path, children }: ViewNode): ViewNode['own'] {
  const view = kindView(kind);
  return children.reduce(
    (own, child) => (child.state === 'waiting' ? own : (view.begun?.(own, child, path) ?? own)),
    view.open(null, path),
  );
}
