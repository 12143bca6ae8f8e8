import { knowKeys } from '../activities/known-keys.ts';
import type { Endpoint } from '../activities/providers/endpoint.ts';
import { makers } from '../core/makers.ts';
import { defaultStreamTimeouts } from '../activities/providers/http/stream-watch.ts';
import { type Duration, toMs } from '../core/durations.ts';
import type { ProviderConfig } from '../core/provider-config.ts';
import type { WorkerConfig } from './config-file.ts';
import { type Environment, keyFrom, readEnvironment } from './env.ts';

/** Name of the provider that answers without a key, on this machine. */
const simulated = 'simulated';

/** The built-in providers, as the environment makes them. */
function builtIn(env: Environment): Record<string, ProviderConfig> {
  return {
    openai: {
      // Only OpenAI itself is sure to speak the Responses API; whatever else has an address of its
      // own (Ollama, vLLM, LM Studio) speaks Chat Completions.
      api: env.OPENAI_BASE_URL === undefined ? 'responses' : 'chat',
      baseURL: env.OPENAI_BASE_URL ?? null,
      keyEnv: 'OPENAI_API_KEY',
      model: env.OPENAI_MODEL ?? null,
      prices: {},
      capabilities: {},
    },
    anthropic: {
      api: 'messages',
      baseURL: env.ANTHROPIC_BASE_URL ?? null,
      keyEnv: 'ANTHROPIC_API_KEY',
      model: env.ANTHROPIC_MODEL ?? null,
      prices: {},
      capabilities: {},
    },
  };
}

/**
 * Every provider that a worker knows: the built-in ones and the configured ones, which may take a
 * built-in's name. The simulated one gets its address when its server runs.
 */
export function endpointsOf(
  config: Pick<WorkerConfig, 'providers'>,
  env: NodeJS.ProcessEnv = process.env,
): Endpoint[] {
  const providers = { ...builtIn(readEnvironment(env)), ...config.providers };
  const real = Object.entries(providers)
    .filter(([name]) => name !== simulated)
    .map(([name, provider]) => endpointOf(name, provider, env));
  knowKeys([...real.map(({ apiKey }) => apiKey), ...usualKeys.map((name) => keyFrom(name, env))]);
  return [...real, simulatedEndpoint];
}

/** Variables that hold keys, whether or not a provider is configured with them. */
const usualKeys = makers.flatMap(({ keys }) => keys);

function endpointOf(name: string, provider: ProviderConfig, env: NodeJS.ProcessEnv): Endpoint {
  const { api, baseURL, keyEnv, model, prices, capabilities } = provider;
  return {
    name,
    api,
    baseURL,
    keyEnv,
    model,
    prices,
    capabilities,
    apiKey: keyFrom(keyEnv, env),
    streamTimeouts: {
      firstTokenMs: msOf(provider.firstTokenTimeout) ?? defaultStreamTimeouts.firstTokenMs,
      tokenMs: msOf(provider.tokenTimeout) ?? defaultStreamTimeouts.tokenMs,
    },
    simulated: false,
  };
}

const msOf = (given: Duration | undefined) => (given === undefined ? undefined : toMs(given));

const simulatedEndpoint: Endpoint = {
  name: simulated,
  api: 'responses',
  baseURL: null,
  keyEnv: null,
  apiKey: null,
  model: null,
  prices: {},
  capabilities: {},
  simulated: true,
};

/** Whether an endpoint is one that nobody has configured: its environment alone makes it. */
export function isBuiltIn({ name, simulated: isSimulated }: Endpoint): boolean {
  return isSimulated || ['openai', 'anthropic'].includes(name);
}

/** Whether an endpoint can be asked: its key is there, or its own address may want none. */
export function isReady(endpoint: Endpoint): boolean {
  const { keyEnv, apiKey, baseURL } = endpoint;
  return keyEnv === null || apiKey !== null || (endpoint.name === 'openai' && baseURL !== null);
}
