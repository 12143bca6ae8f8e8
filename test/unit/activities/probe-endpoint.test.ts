import { expect, it } from 'vitest';
import { probeEndpoint } from '../../../src/activities/probe-endpoint.ts';
import { KnownAbilities } from '../../../src/activities/providers/abilities/known-abilities.ts';
import { ServerRefusal } from '../../../src/activities/providers/problems/server-refusal.ts';
import type { ProviderReply } from '../../../src/activities/providers/provider.ts';
import { endpointAt, memoryStore } from './fixtures.ts';

const ready: ProviderReply = {
  text: 'ready',
  turn: null,
  model: 'm',
  usage: null,
  cacheWriteTokens: 0,
  stop: 'end',
};

function refusal(message: string) {
  const body = { error: { code: 503, message, type: 'unavailable_error' } };
  return new ServerRefusal({ status: 503, headers: new Headers(), body });
}

async function probed(message: string) {
  const endpoint = endpointAt(null, { api: 'chat', model: 'm' });
  const store = await memoryStore();
  let asked = 0;
  const provider = {
    complete: () =>
      (asked += 1) === 1 ? Promise.reject(refusal(message)) : Promise.resolve(ready),
  };
  const abilities = new KnownAbilities(endpoint, store.abilities);
  const signal = new AbortController().signal;
  return await probeEndpoint({ endpoint, provider, abilities, signal });
}

it('waits for a model that is being loaded', async () => {
  const { text, structured } = await probed('Loading model');
  expect(text).toMatchObject({ success: true, error: null });
  expect(text.durationMs).toBeGreaterThanOrEqual(900);
  expect(structured).not.toBeNull();
});

it('waits for nothing else', async () => {
  const { text } = await probed('The server is overloaded');
  expect(text).toMatchObject({ success: false, error: { type: 'Model.Unavailable' } });
});
