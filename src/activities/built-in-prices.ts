import type { Endpoint } from './providers/endpoint.ts';

/** US dollars a million tokens. */
export interface TokenPrices {
  input: number;
  cached: number;
  /** Written to the provider's cache. */
  cacheWrite: number;
  output: number;
}

interface ModelPrices {
  /** Input, cached input, output. */
  base: readonly [number, number, number];
  /** The whole request costs this when its prompt has more tokens than `above`. */
  long?: { above: number; prices: readonly [number, number, number] };
}

/**
 * Models that the catalogue (`@pydantic/genai-prices` 0.1.8) lacks or has wrong, as of November
 * 2026. Prices are data that changes: an endpoint's `prices` come before these.
 */
const models: Record<string, ModelPrices> = {
  'claude-haiku-5-5': {
    base: [0.1, 0.01, 0.5],
    long: { above: 100_000, prices: [0.5, 0.05, 2.5] },
  },
  'claude-sonnet-5-5': { base: [2, 0.1, 10] },
  'gpt-6.1-sol': {
    base: [2, 0.1, 10],
    long: { above: 272_000, prices: [4, 0.2, 15] },
  },
  'gpt-6.1-terra': {
    base: [1, 0.05, 5],
    long: { above: 272_000, prices: [2, 0.1, 7.5] },
  },
};

/** What the simulated model's tokens would cost if it were a small real one: no money is paid. */
const simulatedPrices = [1, 0.1, 5] as const;

/** Both companies charge a quarter more than plain input for writing to the cache. */
export const cacheWriteFactor = 1.25;

/** To keep it for an hour costs twice the plain input (Anthropic). */
export const longWriteFactor = 2;

/** Our price of a model, with or without a date at its end; `null` if there is none. */
export function builtInPrice(
  model: string,
  inputTokens: number,
  endpoint: Pick<Endpoint, 'simulated'>,
): TokenPrices | null {
  if (endpoint.simulated) return asPrices(simulatedPrices);
  const name = model.toLowerCase().replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, '');
  const found = Object.hasOwn(models, name) ? models[name] : undefined;
  if (found === undefined) return null;
  const { base, long } = found;
  return asPrices(long !== undefined && inputTokens > long.above ? long.prices : base);
}

function asPrices([input, cached, output]: readonly [number, number, number]): TokenPrices {
  return { input, cached, cacheWrite: input * cacheWriteFactor, output };
}
