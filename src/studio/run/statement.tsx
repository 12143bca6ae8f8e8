import type { ComponentChildren } from 'preact';
import { nameOf, type ViewNode } from '../../core/run-view/index.ts';
import { goTo, hrefOfStep } from '../shell/router.ts';
import { PromptButton } from './prompt-button.tsx';
import { useRun } from './run-context.ts';
import { StepChecks } from './step-checks.tsx';
import { StepError } from './step-error.tsx';
import { StepFigures } from './step-figures.tsx';
import { StepQuestions } from './step-questions.tsx';
import { StepWarnings } from './step-warnings.tsx';
import { useTarget } from './use-target.ts';

/** What one speaker says, in the speaker's colour. */
export function Statement({ node, children }: { node: ViewNode; children: ComponentChildren }) {
  const { colours, source } = useRun();
  const { place, isTarget } = useTarget<HTMLElement>(node.path);
  return (
    <article
      ref={place}
      class={`statement hued state-${node.state}`}
      style={{ '--hue': colours.hueOf(nameOf(node)) }}
      data-item
      data-path={node.path}
      data-target={isTarget}
      tabIndex={0}
      aria-label={node.title}
      aria-busy={node.state === 'running'}
      onKeyDown={({ key, target: on, currentTarget }) => {
        if (key === 'Enter' && on === currentTarget) goTo(hrefOfStep(source.run, node.path));
      }}
    >
      <header class="statement-head">
        <Speaker node={node} />
        <StepFigures node={node} />
        <PromptButton node={node} />
      </header>
      <div class="statement-body">
        {children}
        <StepChecks node={node} />
        <StepQuestions node={node} />
        <StepWarnings node={node} />
        <StepError node={node} />
      </div>
    </article>
  );
}

function Speaker({ node }: { node: ViewNode }) {
  const { who, title, turns, spec } = node;
  const name = nameOf(node);
  const role = spec !== null && 'role' in spec ? spec.role : '';
  const model = turns.at(-1)?.model ?? null;
  const what = title === who ? '' : title.replace(`${who} · `, '');
  return (
    <span class="speaker" title={[role, model].filter(Boolean).join(' · ')}>
      <span class="face" aria-hidden="true">
        {String.fromCodePoint(name.codePointAt(0) ?? 32).toUpperCase()}
      </span>
      <strong>{name}</strong>
      {what !== '' && <span class="muted what"> {what}</span>}
    </span>
  );
}
