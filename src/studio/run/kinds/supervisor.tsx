import type { CheckView, PlanView, ReviewView, ViewNode } from '../../../core/run-view/index.ts';
import { Answer } from '../answer.tsx';
import { childAt } from '../child-at.ts';
import { isWorthShowing } from '../is-worth-showing.ts';
import { PromptButton } from '../prompt-button.tsx';
import { StepView } from '../step-view.tsx';
import { useTarget } from '../use-target.ts';
import { Checklist } from './supervisor-checklist.tsx';
import { Checking, Reviewed } from './supervisor-review.tsx';
import { Task } from './supervisor-task.tsx';

/** The plans, their tasks in waves with a review after each, and the answer. */
export function SupervisorView({ node }: { node: ViewNode<'supervisor'> }) {
  const { plans = [], reviews = [], checks = [], planning = [], synthesis = null } = node.own ?? {};
  const stepOf = (path: string) => childAt(node, path);
  const planners = planning.map(stepOf);
  return (
    <>
      {plans.map((plan, index) => (
        <PlanSection
          key={plan.version}
          plan={plan}
          planner={planners[index] ?? null}
          reviews={reviews}
          checks={checks}
          stepOf={stepOf}
        />
      ))}
      {planners.slice(plans.length).map((step) => (
        <StepAt key={step?.path} node={step} />
      ))}
      {node.state === 'done' && synthesis === null && <AnsweredByOne plan={plans.at(-1)} />}
      {synthesis !== null && <AnswerAt node={stepOf(synthesis)} />}
    </>
  );
}

interface PlanProps {
  plan: PlanView;
  /** The step in which it was made. */
  planner: ViewNode | null;
  /** Of the run, by wave. */
  reviews: readonly ReviewView[];
  checks: readonly CheckView[];
  stepOf: (path: string) => ViewNode | null;
}

function PlanSection({ plan, planner, reviews, checks, stepOf }: PlanProps) {
  const { place, isTarget } = useTarget<HTMLElement>(planner?.path ?? null);
  const title = plan.version === 1 ? 'Plan' : `Plan ${plan.version}`;
  return (
    <section ref={place} class="plan" aria-label={title} data-target={isTarget}>
      <h2 class="divider">
        {title}
        <PromptButton node={planner} />
      </h2>
      {isWorthShowing(planner) && <StepView node={planner} />}
      {plan.split !== undefined && <Splitting split={plan.split} />}
      <Checklist plan={plan} stepOf={stepOf} />
      {wavesOf(plan).map((wave) => (
        <Wave
          key={wave}
          wave={wave}
          plan={plan}
          stepOf={stepOf}
          checks={checks.filter((check) => check.wave === wave)}
          review={reviews[wave - 1]}
        />
      ))}
    </section>
  );
}

/** Whether the planner found it worth splitting, and why. */
function Splitting({ split: { worthIt, reason } }: { split: NonNullable<PlanView['split']> }) {
  return (
    <p class="split">
      <strong>{worthIt ? 'Worth splitting' : 'Not worth splitting'}</strong>{' '}
      <span class="muted">{reason}</span>
    </p>
  );
}

/** Where nothing was split there is no answer besides that of the worker. */
function AnsweredByOne({ plan }: { plan: PlanView | undefined }) {
  const [task] = plan?.tasks ?? [];
  if (plan?.split?.worthIt !== false || task === undefined) return null;
  return <p class="aside">What {task.workerName} says is the answer.</p>;
}

function StepAt({ node }: { node: ViewNode | null | undefined }) {
  return node ? <StepView node={node} /> : null;
}

function AnswerAt({ node }: { node: ViewNode | null }) {
  return node === null ? null : <Answer node={node} />;
}

interface WaveProps {
  wave: number;
  plan: PlanView;
  /** Of this wave. */
  checks: readonly CheckView[];
  review: ReviewView | undefined;
  stepOf: (path: string) => ViewNode | null;
}

function Wave({ wave, plan, checks, review, stepOf }: WaveProps) {
  return (
    <div class="wave">
      <h3>Wave {wave}</h3>
      <div class="columns">
        {plan.tasks
          .filter((task) => task.wave === wave)
          .map((task) => (
            <Task key={task.path} task={task} steps={[task.path, ...task.again].map(stepOf)} />
          ))}
      </div>
      {checks.map(({ path }) => (
        <Checking key={path} path={path} step={stepOf(path)} />
      ))}
      {review !== undefined && <Reviewed review={review} step={stepOf(review.path)} />}
    </div>
  );
}

function wavesOf({ tasks }: PlanView): number[] {
  const begun = tasks.flatMap(({ wave }) => (wave === null ? [] : [wave]));
  return [...new Set(begun)].toSorted((a, b) => a - b);
}
