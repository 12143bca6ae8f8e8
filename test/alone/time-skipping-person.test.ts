import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestEnvironment, type TestEnvironment } from '../../src/testing/index.ts';

const day = 86_400_000;

let world: TestEnvironment;
beforeAll(async () => {
  world = await startTestEnvironment({ script: () => 'done' });
});
afterAll(() => world.close());

it('an answer by signal after three days goes on to a step that has its full time', async () => {
  const steps = [
    { kind: 'person' as const, name: 'Ada', timeout: '7d' },
    { kind: 'agent' as const, name: 'B' },
  ];
  const handle = await world.client.start({ kind: 'pipeline', stepTimeout: '1h', steps }, 'Ship?');
  await world.temporal.sleep('3 days');
  const raw = world.temporal.client.workflow.getHandle(handle.id);
  await raw.signal('answer', { question: '1-Ada', answer: 'yes', by: 'Ada' });

  const result = await handle.result();

  expect(result).toMatchObject({ success: true, content: 'done' });
  expect(result).toMatchObject({ steps: [{ answer: 'yes', answeredBy: 'Ada' }, {}] });
  expect(result.totalDurationMs).toBeGreaterThan(3 * day - 1_000);
});

it('after seven days without an answer the default is one', async () => {
  const person = { kind: 'person' as const, name: 'Ada', timeout: '7d', default: 'no' };
  const result = await world.client.run(person, 'Ship?');
  expect(result).toMatchObject({ success: true, content: 'no', timedOut: true });
  expect(result.totalDurationMs).toBeGreaterThanOrEqual(7 * day);
});
