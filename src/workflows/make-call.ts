import { bytesOf, isLong, referTo, type Text } from '../core/content.ts';
import { Failure, failure } from '../core/failures.ts';
import { agentResult, failedResult, spendingOf } from '../core/make-results.ts';
import type { CallOwner, ModelCall, ModelReply } from '../core/model-call.ts';
import { system } from '../core/prompts/agent.ts';
import { renderTemplate } from '../core/render.ts';
import type { Outcome, StepError, StepResult } from '../core/results.ts';
import type { Deadline } from '../core/run-input.ts';
import type { AgentSpec } from '../core/specs/agent.ts';
import type { Step } from '../core/specs/step.ts';
import { isTemplate, type Transform } from '../core/specs/transform.ts';
import { nothingSpent } from '../core/usage.ts';
import { converse } from './agent.ts';
import type { Asked, Call, Closure, Reader, Transformed } from './call.ts';
import type { Host, Limit } from './host.ts';
import { asStepError, type Place, tooLate } from './place.ts';

/** What stays the same in all calls of one workflow. */
export interface RunFrame {
  host: Host;
  /** First-execution run id of the workflow. */
  execution: string;
  owner: CallOwner;
  context: Text | null;
}

/** For what no timeout bounds: a transform in a user's own workflow. */
const unboundedMs = 86_400_000;

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
    checkpoint: (state) => run.host.checkpoint(state),
    model: (spec, messages, number) => askModel(run, place, { spec, messages, number }),
  };
}

function placeInside(place: Place, step: { name: string }, path: string): Place {
  const made = { name: step.name, id: `${place.made.id}/${path}`, startedAt: Date.now() };
  return { ...place, made, path: place.path === '' ? path : `${place.path}/${path}` };
}

/** The deadline `ms` from now, or the one around it where that is no later. */
function sooner(place: Place, ms: number): Deadline {
  const at = Date.now() + ms;
  if (place.deadline !== null && place.deadline.at <= at) return place.deadline;
  return { at, timeoutMs: ms, setBy: place.made.id, name: place.made.name };
}

async function runStep(run: RunFrame, place: Place, step: Step, input: Text): Promise<StepResult> {
  if (step.kind === 'agent') {
    const read = () => ({ ok: true, value: null }) as const;
    return (await askAgent(run, place, { agent: step, input, read })).result;
  }
  const why = notNow(place);
  const result =
    why === undefined
      ? await runChild(run, place, step, input)
      : failedResult(step, place.made, why);
  run.host.ended(result, place.path);
  return result;
}

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

function lateness(place: Place): StepError | undefined {
  return place.deadline !== null && place.deadline.at <= Date.now() ? tooLate(place) : undefined;
}

interface ModelQuestion {
  spec: AgentSpec;
  messages: ModelCall['messages'];
  number: number;
}

async function askModel(
  run: RunFrame,
  place: Place,
  asked: ModelQuestion,
): Promise<Outcome<ModelReply>> {
  const { spec, messages, number } = asked;
  try {
    const value = await run.host.model(
      {
        key: { execution: run.execution, step: place.path, number },
        owner: run.owner,
        agentName: spec.name,
        settings: settingsOf(spec),
        system: system(spec, run.context),
        messages: [...messages],
        thread: spec.thread,
      },
      limitOf(place),
    );
    return { ok: true, value };
  } catch (error) {
    return { ok: false, error: asStepError(error, run.host, place) };
  }
}

function settingsOf(spec: AgentSpec): ModelCall['settings'] {
  const {
    provider,
    model,
    maxOutputTokens,
    temperature,
    reasoningEffort,
    providerOptions,
    output,
  } = spec;
  if (provider === null) {
    const message = `agent '${spec.name}' names no provider, and the run was started without a default one`;
    throw failure(Failure.inputInvalid, message);
  }
  return {
    provider,
    model,
    maxOutputTokens,
    temperature,
    reasoningEffort,
    providerOptions,
    output,
  };
}

/** @throws `Step.TimedOut` or `Model.TimedOut` when nothing is left */
function limitOf(place: Place): Limit {
  const deadline = place.deadline ?? sooner(place, unboundedMs);
  const ms = deadline.at - Date.now();
  if (ms > 0) return { ms, deadline };
  const { type, message } = tooLate({ ...place, deadline });
  throw failure(type, message);
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
  if (isTemplate(transform)) return renderTemplate(transform, input);
  return await run.host.registered(transform, input, id, limitOf(place));
}

/** A long text goes to the store, and travels on as a reference. */
export async function keep(host: Host, id: string, text: Text): Promise<Text> {
  if (typeof text !== 'string' || !isLong(text)) return text;
  await host.store({ id, text });
  return referTo(id, bytesOf(text));
}
