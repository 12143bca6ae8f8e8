import type { Capabilities } from '../core/capabilities.ts';
import type { StepError } from '../core/results.ts';
import type { ModelSettings, ToolDefinition } from '../core/model-call.ts';
import { completeWhenReady } from './complete-when-ready.ts';
import { limitSignal } from './limited-signal.ts';
import { priceOf } from './prices.ts';
import type { AdaptedReply } from './providers/abilities/complete-adapting.ts';
import { isTrusted } from './providers/abilities/defaults.ts';
import type { KnownAbilities } from './providers/abilities/known-abilities.ts';
import { type Endpoint, modelFor } from './providers/endpoint.ts';
import { type Classified, classify, keyProblem, timedOut } from './providers/problems/classify.ts';
import type { Provider } from './providers/provider.ts';
import { judgeReply } from './structured-output/reply-problem.ts';
import { askedEndpoint, toRequest } from './to-request.ts';

/** What came of one question to an endpoint. */
interface Probe {
  success: boolean;
  error: StepError | null;
  /** US dollars; `null`: not known, or there was no reply. */
  cost: number | null;
  durationMs: number;
}

/** What an endpoint can do with its model, as far as it was asked. */
export interface ProbedEndpoint {
  model: string;
  /** One word. */
  text: Probe;
  /** A reply of a JSON Schema; `null`: not asked, as there was no word. */
  structured: Probe | null;
  /** A tool call; `null`: not asked, as there was no word. */
  tool: Probe | null;
  capabilities: Capabilities;
}

/** Time of one question; milliseconds. A local server may have to load its model first. */
const limitMs = 120_000;

const output = {
  type: 'object',
  properties: { colour: { type: 'string', enum: ['red', 'green', 'blue'] } },
  required: ['colour'],
  additionalProperties: false,
};

const lookUp: ToolDefinition = {
  name: 'look_up_weather',
  description: 'Gives the weather of a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'Name of the city.' } },
    required: ['city'],
    additionalProperties: false,
  },
};

interface Question {
  system: string;
  says: string;
  output: ModelSettings['output'];
  tools: ToolDefinition[];
}

const questions = {
  text: { system: '', says: 'Reply with the one word: ready', output: null, tools: [] },
  structured: { system: '', says: 'Name the colour of grass.', output, tools: [] },
  tool: {
    system: 'Use the tool that you have; do not answer without it.',
    says: 'What is the weather in Oslo?',
    output: null,
    tools: [lookUp],
  },
} satisfies Record<string, Question>;

/** Who asks, as messages name it. */
const agentName = 'check';

/** What is asked, and how long it is waited for. */
export interface ProbedWith {
  endpoint: Endpoint;
  provider: Provider;
  abilities: KnownAbilities;
  signal: AbortSignal;
}

/** Asks an endpoint for a word, a structured reply and a tool call. What it cannot do is no error. */
export async function probeEndpoint(asked: ProbedWith): Promise<ProbedEndpoint> {
  const model = modelFor(asked.endpoint, null);
  const text = await probe(asked, questions.text);
  const structured = text.success ? await probe(asked, questions.structured) : null;
  const tool = text.success ? await probe(asked, questions.tool) : null;
  const capabilities = await asked.abilities.of(model);
  return { model, text, structured, tool, capabilities };
}

async function probe(asked: ProbedWith, question: Question): Promise<Probe> {
  const startedAt = performance.now();
  const ended = await ask(asked, question);
  return { ...ended, durationMs: Math.round(performance.now() - startedAt) };
}

async function ask(
  { endpoint, provider, abilities, signal }: ProbedWith,
  question: Question,
): Promise<Omit<Probe, 'durationMs'>> {
  const model = modelFor(endpoint, null);
  const call = { agentName, endpoint, model };
  const isMissing = endpoint.apiKey === null && endpoint.keyEnv !== null;
  const wrongKey = keyProblem(call, isMissing);
  if (wrongKey !== undefined) return failed(wrongKey);
  const limited = limitSignal(signal, limitMs);
  let waitedFor: Classified | undefined;
  try {
    const asking = {
      provider,
      call,
      can: await abilities.of(model),
      set: endpoint.capabilities,
      write: (can: Capabilities) =>
        toRequest(settingsFor(question), textsOf(question), askedEndpoint(endpoint, null), can),
    };
    const limit = { signal: limited.signal, limitMs };
    const adapted = await completeWhenReady(asking, limit, (loading) => (waitedFor = loading));
    await abilities.learn(model, adapted.learnt);
    return await judged(adapted, question, endpoint);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!limited.isTimeUp()) return failed(classify(error, call));
    return failed(waitedFor ?? timedOut(call, limitMs, true));
  } finally {
    limited.release();
  }
}

function settingsFor({ output }: Question): ModelSettings {
  return {
    provider: '',
    model: null,
    // A reasoning model thinks before it says a word.
    maxOutputTokens: 2_048,
    temperature: null,
    reasoningEffort: null,
    providerOptions: {},
    output,
  };
}

function textsOf({ system, says, tools }: Question) {
  return { system, messages: [{ role: 'user' as const, content: says }], tools };
}

async function judged(
  { reply, request }: AdaptedReply,
  question: Question,
  endpoint: Endpoint,
): Promise<Omit<Probe, 'durationMs'>> {
  const { usage, cacheWriteTokens, model } = reply;
  const cost = priceOf(
    { asked: request.model, answered: model, usage, cacheWriteTokens },
    endpoint,
  );
  const rules = { agentName, maxOutputTokens: request.maxOutputTokens, output: question.output };
  const tools = request.tools.map(({ name }) => name);
  const { turn, problem } = await judgeReply(reply, {
    ...rules,
    tools,
    callsInText: 0,
    isTrusted: isTrusted(endpoint),
  });
  const calls = turn?.toolCalls.map(({ name }) => name) ?? [];
  const missing = question.tools.length > 0 && !calls.includes(lookUp.name) ? noCall : undefined;
  const reason = problem?.reason ?? missing;
  if (reason === undefined) return { success: true, error: null, cost };
  return { success: false, error: unusable(reason), cost };
}

const noCall = 'it answered without the tool that it was told to call';

function unusable(reason: string): StepError {
  return { type: 'Reply.Unusable', message: reason, retryable: false };
}

function failed({ type, message, retryable }: Classified): Omit<Probe, 'durationMs'> {
  return { success: false, error: { type, message, retryable }, cost: null };
}
