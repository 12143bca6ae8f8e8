import type { ViewFinding } from '../../kinds/kind.ts';
import { sectionsOf } from '../../sections-of.ts';
import type { OwnViews, ViewNode } from '../../types.ts';
import { inline } from '../safe-markdown.ts';
import type { MarkdownWriter, WriteKind } from '../writer.ts';

/** The sections of a kind, the steps of each, and what was found about them. */
export const writeSections: WriteKind<OwnViews[keyof OwnViews]> = (node, _, writer) =>
  sectionsOf(node).flatMap(({ title, steps, finding }) => [
    ...(title === '' ? [] : [writer.heading(title)]),
    ...steps.flatMap((path) => writer.step(path)),
    ...(finding === null ? [] : writeFinding(finding, node, writer)),
  ]);

/** The step that has found it is written only where it came to nothing. */
function writeFinding(
  { title, path, lines }: ViewFinding,
  node: ViewNode,
  writer: MarkdownWriter,
): string[] {
  const step = node.children.find((child) => child.path === path);
  if (lines.length === 0)
    return step === undefined || path === null || step.error === null ? [] : writer.said(path);
  const words = lines.map(({ says, why }) => (why === '' ? says : `${says}: ${inline(why)}`));
  return [`**${title}**\n\n${words.map((line) => `- ${line}`).join('\n')}`];
}
