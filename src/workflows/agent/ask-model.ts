import { contentHash } from '../../core/content-hash.ts';
import type { Text } from '../../core/content.ts';
import { Failure, failure } from '../../core/failures.ts';
import type { ModelCall, ModelReply, ModelSettings, PromptMessage } from '../../core/model-call.ts';
import { system } from '../../core/kinds/agent/prompts.ts';
import type { Outcome } from '../../core/results.ts';
import type { DescribedTools } from '../../core/tools.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { AgentResources } from './resources.ts';
import { withDeadline } from '../runtime/with-deadline.ts';
import { offload } from '../runtime/offload.ts';
import type { RunContext } from '../runtime/run-context.ts';
import type { StepScope } from '../runtime/step-scope.ts';

/** One turn of an agent. */
interface Turn {
  /** What this call adds to what was said. */
  messages: PromptMessage[];
  /** Message id of the reply that they follow; `null`: the conversation begins. */
  after: string | null;
  /** Message id of the last reply that another of the agent's models gave; `null`: none. */
  foreign?: string | null;
  /** Counts the calls of the step from 1. */
  number: number;
}

export interface ModelAsk extends Turn {
  spec: AgentSpec;
  resources: AgentResources;
  /** Whether the reply's content is read in the workflow. */
  needsContent: boolean;
}

/** Makes a model call of a step. It keeps its number when it is made again: the ledger knows it. */
export async function askModel(
  run: RunContext,
  scope: StepScope,
  question: ModelAsk,
): Promise<Outcome<ModelReply>> {
  const contentLimit = run.replies.reserve(question.needsContent);
  let call: ModelCall | undefined;
  const asked = await withDeadline(run, scope, async (limit) => {
    call ??= { ...(await callFor(run, scope, question)), contentLimit };
    return await run.host.callModel(call, limit, question.spec.localCalls);
  });
  run.replies.settle(contentLimit, asked.ok ? asked.value : undefined);
  return asked;
}

async function callFor(run: RunContext, scope: StepScope, question: ModelAsk): Promise<ModelCall> {
  const { spec, resources, messages, after, foreign = null, number } = question;
  const { execution, owner } = run;
  const { tools, steps, memory, thread } = resources;
  return {
    key: { execution, step: scope.path, number },
    owner,
    agentName: spec.name,
    settings: settingsOf(spec),
    system: await systemOf(run, spec, resources.user),
    messages,
    after,
    ...(foreign === null ? {} : { foreign }),
    tools: {
      registered: tools?.definitions ?? null,
      memory,
      ...withoutGone(tools),
      ...(steps === undefined ? {} : { steps: steps.definitions }),
    },
    thread: thread?.window ?? null,
    ...(thread !== null && isHeld(spec) ? { held: true } : {}),
  };
}

/** An answer that is checked stands in the thread once it has passed. */
function isHeld({ checks = [] }: AgentSpec): boolean {
  return checks.some(({ when }) => when === 'output');
}

/** The tools of servers that have gone are offered no more. */
function withoutGone(tools: DescribedTools | null): { without?: string[] } {
  const { gone } = tools ?? {};
  if (tools === null || gone === undefined) return {};
  const lost = tools.tools.filter(({ from }) => from !== undefined && gone.includes(from.server));
  return { without: lost.map(({ name }) => name) };
}

/** A long system prompt is stored once a run, however often its agent is asked. */
async function systemOf(run: RunContext, spec: AgentSpec, user: Text): Promise<Text> {
  const { host, execution, context, systems } = run;
  const prompt = system(spec, context, user);
  const written = JSON.stringify(prompt);
  const id = `${execution}/system/${contentHash(written)}`;
  const kept = systems.get(written) ?? offload(host, id, prompt);
  systems.set(written, kept);
  kept.catch(() => systems.delete(written)); // the next call tries again
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
  const cache = cacheOf(spec);
  return { provider, model, maxOutputTokens, ...sampling, output, ...cache };
}

/** Specs that were recorded before there was a prompt cache have no such field, and their calls none. */
function cacheOf({ promptCache }: Partial<AgentSpec>): Pick<ModelSettings, 'promptCache'> {
  return promptCache === undefined || promptCache === 'off' ? {} : { promptCache };
}
