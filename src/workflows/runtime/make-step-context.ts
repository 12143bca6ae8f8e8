import { ask } from './ask.ts';
import { askAgent, startOf, stepEnds } from './ask-agent.ts';
import { endsOf } from '../../core/unicode.ts';
import type { Text } from '../../core/content.ts';
import type { Answered } from '../../core/questions/answers.ts';
import type { Question } from '../../core/questions/question.ts';
import { toMs } from '../../core/durations.ts';
import { isSmall } from '../../core/kinds/small-pattern.ts';
import { asAgent } from '../../core/kinds/walk.ts';
import { asCancelled, failedResult, wasCutShort } from '../../core/kinds/results.ts';
import { stepEndOf } from '../../core/run-events.ts';
import { isTemplate } from '../../core/template.ts';
import type { AgentResult } from '../../core/kinds/agent/types.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import type { Outcome, StepError } from '../../core/results.ts';
import type { AgentTask, Wings } from './agent-task.ts';
import { offload } from './offload.ts';
import { rendered, renderedToRead } from './rendered.ts';
import type { RunContext } from './run-context.ts';
import type { Pattern, StepContext } from './step-context.ts';
import { asStepError, startBlocker, timeLeft } from './step-errors.ts';
import { stepLists } from './step-lists.ts';
import { lent, runChild } from './child-step.ts';
import { callFunction } from './call-function.ts';
import { examine } from './examine.ts';
import { bound, pathInRun, scopeInside, type StepScope, within } from './step-scope.ts';
import { appendExchange, hearing, openTeamThread } from './team-thread.ts';
import { transformText } from './transform-text.ts';

/** Everything that a step is run with: the workflow's part, and what the runtime was handed. */
export interface Runtime {
  run: RunContext;
  wings: Wings;
}

/** The context of a step: of the workflow's own one, or of one inside it. */
export function makeStepContext(runtime: Runtime, scope: StepScope): StepContext {
  const { run } = runtime;
  const ctx: StepContext = {
    identity: scope.identity,
    path: pathInRun(scope, run),
    deadline: scope.deadline,
    blocker: () => startBlocker(scope) ?? null,
    asking: (question) =>
      run.question === null ? makeStepContext(asking(runtime, question), scope) : ctx,
    openThread: (opening) => openTeamThread(runtime, scope, opening),
    hearing: (thread) => makeStepContext({ ...runtime, run: hearing(run, thread) }, scope),
    appendExchange: (said) => appendExchange(run, scope, said),
    tell: (event) => run.host.tell(pathInRun(scope, run), event),
    step: (step, input, { path = step.name, timeout } = {}) =>
      runStep(asking(runtime, input), scopeInside(scope, step, { path, timeout }), step, input),
    ask: (spec, input, { path, timeout, read, memory = false }) =>
      askAgent(runtime.wings.agentLoop, run, scopeInside(scope, spec, { path, timeout }), {
        spec,
        input,
        read,
        memory,
      }),
    answer: (spec, input, resumed) => answer(runtime, scope, { spec, input, resumed }),
    transform: (transform, input, { path, timeout }) => {
      const inner = scopeInside(scope, { name: path }, { path, timeout });
      const own = (step: Step, text: Text) => runStep(runtime, inner, step, text);
      return transformText(run, inner, { transform, input, runStep: own });
    },
    render: (template, { input, ...more }, path) => {
      const text = rendered(run, template, input, more);
      return offloadAt(run, scopeInside(scope, { name: path }, { path }), text);
    },
    call: (name, input, { path, timeout, form }) => {
      const inner = scopeInside(scope, { name: path }, { path, timeout });
      return callFunction(run, inner, { name, input, form });
    },
    person: (question, input) => askPerson(run, scope, question, input),
    offload: (text, path, over) =>
      offloadAt(run, scopeInside(scope, { name: path }, { path }), text, over),
    examine: (text, piece) => examine(run, scope, text, piece ?? null),
    lists: stepLists(run, scope),
    timeLeft: () => timeLeft(scope),
    scope: (options, body) => scoped(runtime, scope, options, body),
    checkpoint: (state, options) =>
      // the next run would not know that this one was stopped
      run.halt.error === null ? run.host.checkpoint(state, options) : Promise.resolve(),
  };
  return ctx;
}

/** Ends with its time, with a reason that is given inside it, and with the run. */
function scoped<T>(
  runtime: Runtime,
  scope: StepScope,
  { timeout, until = null }: Parameters<StepContext['scope']>[0],
  body: (ctx: StepContext, stop: (reason: StepError) => void) => Promise<T>,
): Promise<T> {
  const { host, halt } = runtime.run;
  return host.cancellable((cancel) => {
    let why: StepError | undefined;
    const stopped = () => why ?? scope.stopped();
    const limited = until === null ? bound(scope, toMs(timeout)) : within(scope, until);
    const inside = makeStepContext(runtime, { ...limited, stopped });
    return halt.during(cancel, () =>
      body(inside, (reason) => {
        why ??= reason;
        cancel();
      }),
    );
  });
}

/** In a workflow of a user's own, each step that it runs is asked something of its own. */
function asking(runtime: Runtime, question: Text): Runtime {
  const { run } = runtime;
  return run.question === null ? { ...runtime, run: { ...run, question } } : runtime;
}

/** The step's own agent; between two of its turns the run may be continued as a new one. */
async function answer(
  { run, wings }: Runtime,
  scope: StepScope,
  { spec, input, resumed }: Pick<AgentTask<null>, 'spec' | 'input' | 'resumed'>,
): Promise<AgentResult> {
  const checkpoint = (state: object) => run.host.checkpoint(state);
  const task = { spec, input, read: null, memory: true, resumed, checkpoint };
  return (await wings.agentLoop(task, run, scope)).result;
}

async function runStep(
  runtime: Runtime,
  scope: StepScope,
  step: Step,
  input: Text,
): Promise<StepResult> {
  const { host } = runtime.run;
  const agent = asAgent(step);
  if (agent !== null && agent.tools.length === 0) {
    const task = { spec: agent, input, read: null, memory: true };
    return (await askAgent(runtime.wings.agentLoop, runtime.run, scope, task)).result;
  }
  const blocker = startBlocker(scope);
  const path = pathInRun(scope, runtime.run);
  host.lead(path, startOf(runtime.run, scope, step));
  const result =
    blocker === undefined
      ? await runPattern(runtime, scope, step, input)
      : failedResult(step, scope.identity, blocker);
  host.ended(result, scope.path);
  stepEnds(runtime.run, path, stepEndOf(result, result.kind === 'agent' ? null : result.content));
  return result;
}

/** A small pattern runs inside this run, which saves the start of another one. */
async function runPattern(
  runtime: Runtime,
  scope: StepScope,
  step: Step,
  input: Text,
): Promise<StepResult> {
  const { run, wings } = runtime;
  const pattern = wings.patterns[step.kind] as Pattern<Step> | undefined;
  const inline = pattern !== undefined && isSmall(step) && run.host.applies('inline-patterns');
  if (!inline) return await runChild(run, scope, { step, input }, lent(run, step));
  const result = await pattern(step, input, makeStepContext(runtime, scope));
  const reason = scope.stopped();
  return reason !== undefined && wasCutShort(result) ? asCancelled(result, reason) : result;
}

/** Characters of a question at most: what is more is cut. */
const longestQuestion = 10_000;

async function askPerson(
  run: RunContext,
  scope: StepScope,
  asked: Question,
  input: Text,
): Promise<Outcome<Answered>> {
  const { host } = run;
  try {
    const whole = isTemplate(asked.question)
      ? await host.read(renderedToRead(run, asked.question, input))
      : asked.question;
    const question = endsOf(whole, longestQuestion);
    return { ok: true, value: await ask(run, scope, { ...asked, question }) };
  } catch (error) {
    return { ok: false, error: asStepError(error, host, scope) };
  }
}

/** A text that cannot be stored now, because the run was cancelled, travels on as it is. */
async function offloadAt(
  run: RunContext,
  scope: StepScope,
  text: Text,
  over?: number,
): Promise<Text> {
  try {
    return await offload(run.host, `${run.execution}/${scope.path}`, text, over);
  } catch (error) {
    if (run.host.isCancellation(error)) return text;
    throw error;
  }
}
