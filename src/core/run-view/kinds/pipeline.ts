import { stageElement, stageNumber, transformElement } from '../../kinds/pipeline/paths.ts';
import type { Stage } from '../../kinds/pipeline/types.ts';
import { joinPath } from '../../step-path.ts';
import { isTemplate } from '../../template.ts';
import type { Begun, KindView } from './kind.ts';

/** Steps after each other. */
export interface PipelineView {
  stages: readonly StageView[];
}

export interface StageView {
  /** From 1. */
  number: number;
  name: string;
  path: string;
  /** What its input goes through first; `null`: nothing. */
  transform: TransformView | null;
}

/** A step of its own, a registered function, or a template. */
export type TransformView =
  | { by: 'step'; path: string }
  | { by: 'function'; name: string }
  | { by: 'template'; template: string };

declare module '../types.ts' {
  interface OwnViews {
    pipeline: PipelineView;
  }
}

export const pipeline: KindView<'pipeline'> = {
  open: (spec, path) => ({
    stages: (spec?.steps ?? []).map((stage, index) => stageOf(stage, index, path)),
  }),
  begun: (own, child, path) => (isKnown(own, child) ? own : withStage(own, child, path)),
};

function stageOf({ step, transform }: Stage, index: number, path: string): StageView {
  const element = stageElement(index, step);
  return {
    number: index + 1,
    name: step.name,
    path: joinPath(path, element),
    transform: transformOf(transform, joinPath(path, transformElement(element))),
  };
}

function transformOf(transform: Stage['transform'], path: string): TransformView | null {
  if (transform === null) return null;
  if (typeof transform !== 'string') return { by: 'step', path };
  return isTemplate(transform)
    ? { by: 'template', template: transform }
    : { by: 'function', name: transform };
}

function isKnown({ stages }: PipelineView, { path }: Begun): boolean {
  return stages.some(
    (stage) =>
      stage.path === path || (stage.transform?.by === 'step' && stage.transform.path === path),
  );
}

/** Without its spec, a stage is known once it begins, or once what makes its input does. */
function withStage({ stages }: PipelineView, { element, path }: Begun, at: string): PipelineView {
  const number = stageNumber(element);
  if (Number.isNaN(number)) return { stages };
  const before = element.endsWith(transformSuffix);
  const own = before ? element.slice(0, -transformSuffix.length) : element;
  const transform: TransformView | null = before ? { by: 'step', path } : null;
  const stage = { number, name: own.replace(/^\d+-/, ''), path: joinPath(at, own), transform };
  return { stages: [...stages, stage] };
}

const transformSuffix = transformElement('');
