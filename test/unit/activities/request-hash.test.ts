import { describe, expect, it } from 'vitest';
import { requestHash } from '../../../src/activities/request-hash.ts';
import { referTo } from '../../../src/core/content.ts';
import { modelCall, windowOf } from './fixtures.ts';

describe('the hash of a request', () => {
  const hash = requestHash(modelCall());

  it('is a SHA-256 that neither the order of fields nor the caller changes', () => {
    const { settings, ...rest } = modelCall({ agentName: 'Another', owner: modelCall().owner });
    const reordered = Object.fromEntries(Object.entries(settings).toReversed());

    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(requestHash({ settings: reordered as typeof settings, ...rest })).toBe(hash);
    expect(requestHash(modelCall({ key: { execution: 'x', step: 'y', number: 9 } }))).toBe(hash);
  });

  it.each([
    ['the system prompt', modelCall({ system: 'Other.' })],
    ['a message', modelCall({ messages: [{ role: 'user', text: 'Is it bad?' }] })],
    ['a role', modelCall({ messages: [{ role: 'assistant', text: 'Is it good?' }] })],
    ['a reference', modelCall({ messages: [{ role: 'user', text: referTo('m', 2_000) }] })],
    ['a reply that it follows', modelCall({ after: 'exec/critic#1' })],
    ['tools', modelCall({ tools: { registered: '[]', memory: false } })],
    ['the built-in tools', modelCall({ tools: { registered: null, memory: true } })],
    ['the thread', modelCall({ thread: windowOf('talk') })],
    ['what it sees of it', modelCall({ thread: { ...windowOf('talk'), upTo: 2 } })],
    ['the model', modelCall({}, { model: 'gpt-6.1-sol' })],
    ['a setting', modelCall({}, { temperature: 0 })],
    ['a provider option', modelCall({}, { providerOptions: { seed: 1 } })],
  ])('is another with another %s', (_, call) => {
    expect(requestHash(call)).not.toBe(hash);
  });
});
