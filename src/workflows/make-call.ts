import type { Text } from '../core/content.ts';
import { agentResult, failedResult, spendingOf } from '../core/make-results.ts';
import { renderTemplate } from '../core/render.ts';
import type { StepError, StepResult } from '../core/results.ts';
import type { AgentSpec } from '../core/specs/agent.ts';
import type { Step } from '../core/specs/step.ts';
import { isTemplate, type Transform } from '../core/specs/transform.ts';
import { nothingSpent } from '../core/usage.ts';
import { converse } from './agent.ts';
import { askModel } from './ask-model.ts';
import type { Asked, Call, Closure, Reader, Transformed } from './call.ts';
import { limitAt, sooner } from './deadlines.ts';
import { keep } from './keep.ts';
import { openThread } from './open-thread.ts';
import { asStepError, type Place, type RunFrame, tooLate } from './place.ts';

/** The `Call` of a step: its own when `path` is '', else of a step inside the workflow's. */
export function makeCall(run: RunFrame, place: Place): Call {
  return {
    made: place.made,
    step: (step, input, path = step.name) =>
      runStep(run, placeInside(place, step, path), step, input),
    ask: (agent, input, path, read) =>
      askAgent(run, placeInside(place, agent, path), { agent, input, read }),
    transform: (transform, input, path) =>
      transformText(run, placeInside(place, { name: path }, path), transform, input),
    within: (ms) => makeCall(run, { ...place, deadline: sooner(place, ms) }),
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
    onThread: (spec) => onThread(run, place, spec),
    model: (spec, messages, number) => askModel(run, place, { spec, messages, number }),
  };
}

/** A step that has been stopped meanwhile hears of it with its next call. */
async function onThread(
  run: RunFrame,
  place: Place,
  spec: AgentSpec,
): ReturnType<Call['onThread']> {
  const opened = await openThread(run, place, spec);
  if (!opened.ok) return opened;
  const thread = opened.value;
  const seen = thread === null ? place : { ...place, thread: thread.window };
  return { ok: true, value: { call: makeCall(run, seen), thread } };
}

function placeInside(place: Place, step: { name: string }, path: string): Place {
  const made = { name: step.name, id: `${place.made.id}/${path}`, startedAt: Date.now() };
  return { ...place, made, path: place.path === '' ? path : `${place.path}/${path}` };
}

async function runStep(run: RunFrame, place: Place, step: Step, input: Text): Promise<StepResult> {
  if (step.kind === 'agent') {
    return (await askAgent(run, place, { agent: step, input, read: asItIs })).result;
  }
  const why = notNow(place);
  const result =
    why === undefined
      ? await runChild(run, place, step, input)
      : failedResult(step, place.made, why);
  run.host.ended(result, place.path);
  return result;
}

/** Whatever an agent says is an answer. */
const asItIs: Reader<null> = () => ({ ok: true, value: null });

interface Question<T> {
  agent: AgentSpec;
  input: Text;
  read: Reader<T>;
}

async function askAgent<T>(
  run: RunFrame,
  place: Place,
  { agent, input, read }: Question<T>,
): Promise<Asked<T>> {
  const why = notNow(place);
  const asked =
    why === undefined
      ? await converse(agent, input, makeCall(run, place), read)
      : { result: agentResult(agent, place.made, [], why), value: null };
  run.host.ended(asked.result, place.path);
  return asked;
}

/** Why a step can not be started here any more. */
function notNow(place: Place): StepError | undefined {
  const why = place.stopped() ?? lateness(place);
  return why === undefined ? undefined : { ...why, agentName: place.made.name };
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

function lateness(place: Place): StepError | undefined {
  return place.deadline !== null && limitAt(place).ms <= 0 ? tooLate(place) : undefined;
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
