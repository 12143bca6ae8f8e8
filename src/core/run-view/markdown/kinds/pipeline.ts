import type { PipelineView, StageView } from '../../kinds/pipeline.ts';
import { code, inline } from '../safe-markdown.ts';
import type { MarkdownWriter, WriteKind } from '../writer.ts';

export const pipeline: WriteKind<PipelineView> = (_, { stages }, writer) =>
  stages.flatMap((stage) => writeStage(stage, writer));

function writeStage(
  { number, name, path, transform }: StageView,
  writer: MarkdownWriter,
): string[] {
  const heading = `${number}. ${inline(name)}`;
  switch (transform?.by) {
    case 'step':
      return [
        ...writer.step(transform.path, `${heading}: its input`),
        ...writer.step(path, heading),
      ];
    case 'function': {
      const [first = '', ...rest] = writer.step(path, heading);
      return [first, `_Its input goes through the function ${code(transform.name)}._`, ...rest];
    }
    case 'template': {
      const [first = '', ...rest] = writer.step(path, heading);
      return [first, `_Its input is ${code(transform.template)}._`, ...rest];
    }
    case undefined:
      return writer.step(path, heading);
  }
}
