import { createRequire } from 'node:module';
import { apiTraits } from '../core/provider-apis.ts';
import type * as Prices from '@pydantic/genai-prices';
import type { Usage } from '../core/usage.ts';
import {
  builtInPrice,
  cacheWriteFactor,
  longWriteFactor,
  type TokenPrices,
} from './built-in-prices.ts';
import { isMakers } from './providers/abilities/defaults.ts';
import type { Endpoint } from './providers/endpoint.ts';

/** What a reply cost by its tokens. */
export interface BilledReply {
  /** The model that was asked for. */
  asked: string;
  /** The model that answered, by its own word; often the first with a date. */
  answered: string;
  /** `null`: the provider did not say. */
  usage: Usage | null;
  cacheWriteTokens: number;
  /** Whether they were written for an hour, which costs more; default: for five minutes. */
  keptLong?: boolean;
}

/**
 * The price of a reply in US dollars, or `null` where it is not known: unknown is never 0.
 *
 * In this order: the endpoint's own `prices`, ours for models that the catalogue lacks, the
 * catalogue. At another address than OpenAI's or Anthropic's own, the catalogue is asked by address
 * first (Azure, Groq, OpenRouter …), and then by the model's name, since most gateways pass on what
 * the two charge. The names of open models say nothing about who serves them and at what price:
 * those stay `null` until the endpoint's `prices` name them.
 */
export function priceOf(reply: BilledReply, endpoint: Endpoint): number | null {
  if (reply.usage === null) return null;
  const { usage, cacheWriteTokens, keptLong = false } = reply;
  const bill = { usage, cacheWriteTokens, keptLong };
  const models = [...new Set([reply.answered, reply.asked])];
  for (const look of [endpointPrice, builtInCost, catalogueCost]) {
    for (const model of models) {
      const cost = look(model, bill, endpoint);
      if (cost !== null) return cost;
    }
  }
  return null;
}

interface Bill {
  usage: Usage;
  cacheWriteTokens: number;
  keptLong: boolean;
}

function endpointPrice(model: string, bill: Bill, { prices, api }: Endpoint): number | null {
  const price = Object.hasOwn(prices, model) ? prices[model] : undefined;
  if (price === undefined) return null;
  const { input, output, cached = input } = price;
  // Of the other APIs' servers hardly one charges for it.
  const cacheWrite = api === 'messages' ? input * cacheWriteFactor : input;
  return costAt({ input, cached, cacheWrite, output }, bill);
}

function builtInCost(model: string, bill: Bill, endpoint: Endpoint): number | null {
  const prices = builtInPrice(model, bill.usage.inputTokens, endpoint);
  return prices && costAt(prices, bill);
}

/** Dollars a million tokens. Cached and written tokens are inside the input. */
function costAt(prices: TokenPrices, { usage, cacheWriteTokens, keptLong }: Bill): number {
  const { inputTokens, outputTokens, cachedTokens } = usage;
  const plain = Math.max(0, inputTokens - cachedTokens - cacheWriteTokens);
  return (
    (plain * prices.input +
      cachedTokens * prices.cached +
      cacheWriteTokens * (keptLong ? prices.input * longWriteFactor : prices.cacheWrite) +
      outputTokens * prices.output) /
    1e6
  );
}

const openModels = /gpt-oss|whisper/i;

function catalogueCost(model: string, bill: Bill, endpoint: Endpoint): number | null {
  if (endpoint.simulated) return null;
  const providerId = apiTraits[endpoint.api].priceFamily;
  if (isMakers(endpoint)) return fromCatalogue(model, bill, { providerId });
  const byAddress = fromCatalogue(model, bill, { providerApiUrl: endpoint.baseURL ?? '' });
  if (byAddress !== null || openModels.test(model)) return byAddress;
  return fromCatalogue(model, bill, { providerId });
}

const require = createRequire(import.meta.url);

/** Loaded with the first price that is asked of it. */
function catalogue() {
  return require('@pydantic/genai-prices') as typeof Prices;
}

type Seller = { providerId: string } | { providerApiUrl: string };

function fromCatalogue(model: string, bill: Bill, seller: Seller): number | null {
  const usage = {
    input_tokens: bill.usage.inputTokens,
    cache_read_tokens: bill.usage.cachedTokens,
    cache_write_tokens: bill.cacheWriteTokens,
    cache_write_1h_tokens: bill.keptLong ? bill.cacheWriteTokens : 0,
    output_tokens: bill.usage.outputTokens,
  };
  try {
    return catalogue().calcPrice(usage, model, seller)?.total_price ?? null;
  } catch {
    // A provider that counts more cached tokens than input: no price can be had from that.
    return null;
  }
}
