import { nothingDone } from '../../core/kinds/agent/record.ts';
import type { Text } from '../../core/content.ts';
import { agentResult, failedResult, spendingOf } from '../../core/make-results.ts';
import { renderTemplate } from '../../core/render.ts';
import type { StepError, StepResult } from '../../core/results.ts';
import type { Step } from '../../core/kinds/step-schema.ts';
import { isTemplate, type Transform } from '../../core/kinds/pipeline/transform.ts';
import { nothingSpent } from '../../core/usage.ts';
import { asItIs } from '../agent/agent.ts';
import { askModel } from '../agent/ask-model.ts';
import type { Asked, Call, Closure, Transformed } from './step-context.ts';
import { converse, type Question } from '../agent/agent-loop.ts';
import { limitAt, sooner } from './deadlines.ts';
import { equip } from '../agent/prepare.ts';
import { keep } from './offload.ts';
import { asStepError, notNow, type Place, type RunFrame } from './step-scope.ts';
import { runTool } from '../agent/run-tool.ts';

/** The `Call` of a step: its own when `path` is '', else of a step inside the workflow's. */
export function makeCall(run: RunFrame, place: Place): Call {
  return {
    made: place.made,
    step: (step, input, path = step.name) =>
      runStep(run, placeInside(place, step, path), step, input),
    ask: (agent, input, path, read) =>
      askAgent(run, placeInside(place, agent, path), { spec: agent, input, read, memory: false }),
    transform: (transform, input, path) =>
      transformText(run, placeInside(place, { name: path }, path), transform, input),
    within: (ms) => makeCall(run, { ...place, deadline: sooner(place, ms) }),
    left: () => limitAt(place).ms,
    stoppable: (body) =>
      run.host.cancellable((cancel) => {
        let why: StepError | undefined;
        const inside = makeCall(run, { ...place, stopped: () => why ?? place.stopped() });
        return body(inside, (reason) => {
          why ??= reason;
          cancel();
        });
      }),
    read: (text) => run.host.read(text),
    keep: (text, path) => keepAt(run, placeInside(place, { name: path }, path), text),
    checkpoint: (state) => run.host.checkpoint(state),
    equip: (spec, memory) => equip(run, place, spec, memory),
    model: (spec, equipment, turn) => askModel(run, place, { spec, equipment, ...turn }),
    tool: (equipment, asked) => runTool(run, place, equipment, asked),
  };
}

function placeInside(place: Place, step: { name: string }, path: string): Place {
  const made = { name: step.name, id: `${place.made.id}/${path}`, startedAt: Date.now() };
  return { ...place, made, path: place.path === '' ? path : `${place.path}/${path}` };
}

async function runStep(run: RunFrame, place: Place, step: Step, input: Text): Promise<StepResult> {
  if (step.kind === 'agent' && step.tools.length === 0) {
    const question = { spec: step, input, read: asItIs, memory: true };
    return (await askAgent(run, place, question)).result;
  }
  const why = notNow(place);
  const result =
    why === undefined
      ? await runChild(run, place, step, input)
      : failedResult(step, place.made, why);
  run.host.ended(result, place.path);
  return result;
}

async function askAgent<T>(run: RunFrame, place: Place, question: Question<T>): Promise<Asked<T>> {
  const why = notNow(place);
  const asked =
    why === undefined
      ? await converse(question, makeCall(run, place))
      : { result: agentResult(question.spec, place.made, nothingDone, why), value: null };
  run.host.ended(asked.result, place.path);
  return asked;
}

async function runChild(run: RunFrame, place: Place, step: Step, input: Text): Promise<StepResult> {
  try {
    return await run.host.child(step, input, place.made.id, place.deadline);
  } catch (error) {
    return failedResult(step, place.made, asStepError(error, run.host, place));
  }
}

/** A text that can not be stored now, because the run was cancelled, travels on as it is. */
async function keepAt(run: RunFrame, place: Place, text: Text): Promise<Text> {
  try {
    return await keep(run.host, `${run.execution}/${place.path}`, text);
  } catch (error) {
    if (run.host.isCancellation(error)) return text;
    throw error;
  }
}

async function transformText(
  run: RunFrame,
  place: Place,
  transform: Transform | Closure,
  input: Text,
): Promise<Transformed> {
  if (typeof transform === 'object') {
    const result = await runStep(run, place, transform, input);
    const spent = spendingOf(result);
    if (result.error !== null) return { ok: false, error: result.error, spent };
    return { ok: true, value: result.content ?? '', spent };
  }
  try {
    return { ok: true, value: await rewrite(run, place, transform, input), spent: nothingSpent };
  } catch (error) {
    return { ok: false, error: asStepError(error, run.host, place), spent: nothingSpent };
  }
}

async function rewrite(
  run: RunFrame,
  place: Place,
  transform: string | Closure,
  input: Text,
): Promise<Text> {
  const id = `${run.execution}/${place.path}`;
  if (typeof transform === 'function') {
    return await keep(run.host, id, await transform(await run.host.read(input)));
  }
  if (isTemplate(transform)) return await keep(run.host, id, renderTemplate(transform, input));
  return await run.host.registered(transform, input, id, limitAt(place));
}
