import { TimeoutFailure } from '@temporalio/common';
import { causes, Failure, failure, findFailure } from '../core/failures.ts';
import type { ModelCall, ModelReply, PromptMessage } from '../core/model-call.ts';
import { system } from '../core/prompts/agent.ts';
import type { Outcome } from '../core/results.ts';
import type { AgentSpec } from '../core/specs/agent.ts';
import { limitAt, renew, wasAway } from './deadlines.ts';
import { keep } from './keep.ts';
import { asStepError, type Place, type RunFrame, tooLate } from './place.ts';

/** How often a call that an outage has timed out gets its time again. */
const renewalsAtMost = 5;

export interface ModelQuestion {
  spec: AgentSpec;
  messages: PromptMessage[];
  number: number;
}

/** Makes a model call of a step. It keeps its number when it is made again: the ledger knows it. */
export async function askModel(
  run: RunFrame,
  place: Place,
  asked: ModelQuestion,
): Promise<Outcome<ModelReply>> {
  try {
    const call = await callFor(run, place, asked);
    for (let renewals = 0; ; renewals++) {
      const limit = limitAt(place);
      if (limit.ms <= 0)
        return { ok: false, error: tooLate({ ...place, deadline: limit.deadline }) };
      try {
        return { ok: true, value: await run.host.model(call, limit) };
      } catch (error) {
        const away = wasAway(limit.deadline) || wasInterrupted(error);
        if (renewals === renewalsAtMost || !isTimeout(error) || !away) throw error;
        renew(limit.deadline);
      }
    }
  } catch (error) {
    return { ok: false, error: asStepError(error, run.host, place) };
  }
}

async function callFor(run: RunFrame, place: Place, asked: ModelQuestion): Promise<ModelCall> {
  const { spec, messages, number } = asked;
  const { execution, owner } = run;
  return {
    key: { execution, step: place.path, number },
    owner,
    agentName: spec.name,
    settings: settingsOf(spec),
    system: await systemOf(run, spec),
    messages: [...messages],
    after: null,
    tools: { registered: null, memory: false },
    thread: place.thread ?? null,
  };
}

/** A long system prompt is stored once a run, however often its agent is asked. */
async function systemOf({ host, execution, context, systems }: RunFrame, spec: AgentSpec) {
  const prompt = system(spec, context);
  const key = JSON.stringify(prompt);
  const kept = systems.get(key) ?? keep(host, `${execution}/system/${systems.size}`, prompt);
  systems.set(key, kept);
  return await kept;
}

function settingsOf(spec: AgentSpec): ModelCall['settings'] {
  const { provider, model, maxOutputTokens, temperature } = spec;
  const { reasoningEffort, providerOptions, output } = spec;
  if (provider === null) {
    const message = `agent '${spec.name}' names no provider, and the run was started without a default one`;
    throw failure(Failure.inputInvalid, message);
  }
  const sampling = { temperature, reasoningEffort, providerOptions };
  return { provider, model, maxOutputTokens, ...sampling, output };
}

function isTimeout(error: unknown): boolean {
  return (
    findFailure(error)?.type === Failure.modelTimedOut ||
    causes(error).some((cause) => cause instanceof TimeoutFailure)
  );
}

/** Whether a crash has ended an earlier attempt of the call, and with it taken of its time. */
function wasInterrupted(error: unknown): boolean {
  const [details] = findFailure(error)?.details ?? [];
  return typeof details === 'object' && details !== null && 'lost' in details && details.lost !== 0;
}
