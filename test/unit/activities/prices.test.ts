import { describe, expect, it } from 'vitest';
import { type BilledReply, priceOf } from '../../../src/activities/prices.ts';
import type { Endpoint } from '../../../src/activities/providers/endpoint.ts';
import { endpointAt } from './fixtures.ts';

const million = 1_000_000;

function bill(model: string, fields: Partial<BilledReply> & { input?: number } = {}): BilledReply {
  const { input = 1_000, ...rest } = fields;
  return {
    asked: model,
    answered: model,
    usage: {
      inputTokens: input,
      outputTokens: 1_000,
      cachedTokens: 0,
      reasoningTokens: 0,
      calls: 1,
    },
    cacheWriteTokens: 0,
    ...rest,
  };
}

const own = endpointAt(null);
const anthropic = endpointAt(null, { api: 'messages' });

describe('a price', () => {
  it.each([
    ['gpt-6.1-terra', own, 1_000, (1_000 * 1 + 1_000 * 5) / million],
    ['gpt-6.1-terra-2026-11-02', own, 1_000, (1_000 * 1 + 1_000 * 5) / million],
    ['gpt-6.1-terra', own, 272_000, (272_000 * 1 + 1_000 * 5) / million],
    ['gpt-6.1-terra', own, 272_001, (272_001 * 2 + 1_000 * 7.5) / million],
    ['gpt-6.1-sol', own, 300_000, (300_000 * 4 + 1_000 * 15) / million],
    ['claude-haiku-5-5', anthropic, 100_000, (100_000 * 0.1 + 1_000 * 0.5) / million],
    ['claude-haiku-5-5-20261001', anthropic, 100_001, (100_001 * 0.5 + 1_000 * 2.5) / million],
    ['claude-sonnet-5-5', anthropic, 1_000, (1_000 * 2 + 1_000 * 10) / million],
    ['gpt-5.4-mini', own, 1_000, (1_000 * 0.75 + 1_000 * 4.5) / million],
  ] as const)('of %s (%#) counts the tiers of a long prompt', (model, endpoint, input, dollars) => {
    expect(priceOf(bill(model, { input }), endpoint)).toBeCloseTo(dollars, 12);
  });

  it('counts tokens read from and written to the cache at their own rates', () => {
    const usage = {
      inputTokens: 1_000,
      outputTokens: 0,
      cachedTokens: 400,
      reasoningTokens: 0,
      calls: 1,
    };
    const reply = bill('claude-sonnet-5-5', { usage, cacheWriteTokens: 100 });

    expect(priceOf(reply, anthropic)).toBeCloseTo((500 * 2 + 400 * 0.1 + 100 * 2.5) / million, 12);
  });

  it("is the endpoint's own where it has one, also by the name that was asked for", () => {
    const endpoint = endpointAt(null, { prices: { deployment: { input: 3, output: 4 } } });
    const reply = bill('gpt-5.4-mini', { asked: 'deployment' });

    expect(priceOf(reply, endpoint)).toBeCloseTo((1_000 * 3 + 1_000 * 4) / million, 12);
  });

  it('is 0 only where the endpoint says so', () => {
    const endpoint = endpointAt('http://llama.test', {
      prices: { llama: { input: 0, output: 0 } },
    });

    expect(priceOf(bill('llama'), endpoint)).toBe(0);
  });
});

describe('a price that is not the own of an API', () => {
  it.each([
    ['a model nobody knows', bill('gpt-99'), own],
    ['an object key that is no model', bill('constructor'), own],
    ['a local model', bill('llama3.2'), endpointAt('http://127.0.0.1:11434', { api: 'chat' })],
    ['an open model, whoever serves it', bill('gpt-oss-20b'), endpointAt('http://house.test')],
    ['a reply without usage', bill('gpt-5.4-mini', { usage: null }), own],
    ['a model of the other company', bill('claude-haiku-4-5'), own],
  ] as [string, BilledReply, Endpoint][])('is null, not 0, for %s', (_, reply, endpoint) => {
    expect(priceOf(reply, endpoint)).toBeNull();
  });

  it('is the list price where a gateway passes a known model on', () => {
    const gateway = endpointAt('http://gateway.test');

    expect(priceOf(bill('gpt-5.4-mini'), gateway)).toBe(priceOf(bill('gpt-5.4-mini'), own));
  });

  it("is the seller's where the catalogue knows the address", () => {
    const groq = endpointAt(null, { api: 'chat', baseURL: 'https://api.groq.com/openai/v1' });

    expect(priceOf(bill('llama-3.3-70b-versatile'), groq)).toBeGreaterThan(0);
  });

  it('of the simulated model is that of a small one, whatever it is called', () => {
    const simulated = endpointAt('http://house.test', { simulated: true });

    expect(priceOf(bill('simulated-1'), simulated)).toBeCloseTo(0.006, 12);
    expect(priceOf(bill('gpt-6.1-sol'), simulated)).toBeCloseTo(0.006, 12);
  });
});
