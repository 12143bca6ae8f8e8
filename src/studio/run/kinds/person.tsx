import type { ViewNode } from '../../../core/run-view/index.ts';
import { Prose } from '../../markdown/prose.tsx';
import { Statement } from '../statement.tsx';

/** What a person is asked, and answers. */
export function PersonView({ node }: { node: ViewNode<'person'> }) {
  const isTold = node.questions.some(({ answer }) => answer !== null);
  return (
    <Statement node={node}>
      {!isTold && node.content !== null && <Prose text={node.content} />}
    </Statement>
  );
}
