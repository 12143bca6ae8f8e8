import {
  sectionsOf,
  type ViewFinding,
  type ViewNode,
  type ViewSection,
} from '../../../core/run-view/index.ts';
import { memo } from '../../parts/memo.ts';
import { childAt } from '../child-at.ts';
import { estimatedHeight } from '../estimated-height.ts';
import { isWorthShowing } from '../is-worth-showing.ts';
import { PromptButton } from '../prompt-button.tsx';
import { StepView } from '../step-view.tsx';
import { useProgress } from '../use-progress.ts';
import { useTarget } from '../use-target.ts';
import { Findings } from './findings.tsx';

/** What a kind shows section by section: steps, and what was found about them. */
export function SectionsView({ node }: { node: ViewNode }) {
  const sections = sectionsOf(node);
  const shown = useProgress(sections.length, 6);
  return (
    <>
      {sections.slice(0, shown).map((section) => (
        <Section
          key={section.title}
          title={section.title}
          steps={section.steps.map((path) => childAt(node, path))}
          finding={section.finding}
          finder={childAt(node, section.finding?.path ?? null)}
        />
      ))}
    </>
  );
}

interface SectionProps extends Pick<ViewSection, 'title' | 'finding'> {
  steps: readonly (ViewNode | null)[];
  /** The step that has found what there is to find. */
  finder: ViewNode | null;
}

const Section = memo(({ title, steps, finding, finder }: SectionProps) => (
  <section class="round" aria-label={title} style={estimatedHeight(steps, 1)}>
    {title !== '' && <h2 class="divider">{title}</h2>}
    {steps.map((step) => step !== null && <StepView key={step.path} node={step} />)}
    {finding !== null && <Found finding={finding} step={finder} />}
  </section>
));

function Found({ finding, step }: { finding: ViewFinding; step: ViewNode | null }) {
  const { place, isTarget } = useTarget<HTMLDivElement>(finding.path);
  const goesOn = finding.lines.length === 0 && step?.state === 'running';
  if (finding.lines.length === 0 && step === null) return null;
  return (
    <div ref={place} class="review" data-target={isTarget}>
      <h4>
        {finding.title}
        <PromptButton node={step} />
      </h4>
      {goesOn && <p class="muted small">It is being judged…</p>}
      <Findings lines={finding.lines} />
      {isWorthShowing(step) && <StepView node={step} />}
    </div>
  );
}
