import type { ViewNode } from '../../../core/run-view/index.ts';
import { hrefOfStep } from '../../shell/router.ts';
import { childAt } from '../child-at.ts';
import { isWorthShowing } from '../is-worth-showing.ts';
import { PromptButton } from '../prompt-button.tsx';
import { useRun } from '../run-context.ts';
import { StepView } from '../step-view.tsx';
import { useTarget } from '../use-target.ts';

type OwnView = NonNullable<ViewNode<'route'>['own']>;

/** The ways there are, which one was chosen and why, and the step that is done. */
export function RouteView({ node }: { node: ViewNode<'route'> }) {
  const { own } = node;
  if (own === null) return null;
  const taken = childAt(node, own.taken);
  return (
    <>
      <Choice own={own} chooser={childAt(node, own.choice)} />
      {taken !== null && <StepView node={taken} />}
    </>
  );
}

function Choice({ own, chooser }: { own: OwnView; chooser: ViewNode | null }) {
  const { place, isTarget } = useTarget<HTMLElement>(own.choice);
  const { chosen } = own;
  return (
    <section ref={place} class="plan" aria-label="Choice" data-target={isTarget}>
      <h2 class="divider">
        Choice
        <PromptButton node={chooser} />
      </h2>
      {isWorthShowing(chooser) && <StepView node={chooser} />}
      <Ways own={own} />
      {chosen === null && chooser?.state === 'running' && (
        <p class="muted small">A route is being chosen…</p>
      )}
      {chosen !== null && (
        <p class="aside">
          {chosen.route === null ? 'No route was chosen' : `${chosen.route} was chosen`}
          {chosen.reason !== null && chosen.reason !== '' && <>: {chosen.reason}</>}
        </p>
      )}
    </section>
  );
}

function Ways({ own: { ways, taken } }: { own: OwnView }) {
  const { source } = useRun();
  return (
    <ul class="checklist">
      {ways.map(({ name, when, path }) => (
        <li key={path} class={`check-line state-${path === taken ? 'done' : 'waiting'}`}>
          <span class="sign" role="img" aria-label={path === taken ? 'chosen' : 'not chosen'}>
            {path === taken ? '●' : '○'}
          </span>
          <span class="check-text">
            <strong>
              {path === taken ? <a href={hrefOfStep(source.run, path)}>{name}</a> : name}
            </strong>{' '}
            <span class="check-about">{when ?? 'for everything else'}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
