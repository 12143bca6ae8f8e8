import { afterAll, beforeAll, expect, it } from 'vitest';
import { openServedWorld, type ServedWorld } from '../support/service-world.ts';

let world: ServedWorld;
beforeAll(async () => {
  world = await openServedWorld();
});
afterAll(() => world.close());

const spec = { kind: 'agent', name: 'Ann', provider: 'chat' };

it('starts a run of a spec and shows its result', async () => {
  world.cast({ Ann: 'Hello.' });
  const started = await world.call('POST', '/v1/runs', { spec, input: 'Hi', id: 'first' });
  expect(started.status).toBe(202);
  const { id } = (await started.json()) as { id: string };
  expect(id).toBe('first');
  await world.client.handle(id).result();
  const shown = await world.call('GET', `/v1/runs/${id}`);
  expect(shown.status).toBe(200);
  expect(await shown.json()).toMatchObject({ status: 'completed', result: { content: 'Hello.' } });
});

it('answers 404 for a run that is none', async () => {
  const shown = await world.call('GET', '/v1/runs/nobody');
  expect(shown.status).toBe(404);
  expect(await shown.json()).toMatchObject({ error: { type: 'Input.Invalid' } });
});
