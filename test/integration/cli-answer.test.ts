import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentOf } from '../support/command-line.ts';
import { until } from '../support/embedded-commands.ts';
import { answerOf, openRelay, refusal, type Relay } from '../support/relay.ts';

let relay: Relay;
beforeAll(async () => {
  relay = await openRelay();
  relay.place.write('ask.yaml', 'kind: person\nname: Ada\nchoices: [ship, wait]\n');
});
afterAll(() => relay.close());

it('a run says what it asks and how to answer, and goes on with the answer of another process', async () => {
  const running = relay.place.start(['run', 'ask.yaml', '--input', 'Ship it?', '--id', 'asking']);
  const told = 'asks: Ship it? (ship, wait) · durable-agents answer asking "…"';
  await until(() => running.written.stderr.includes(told), 60_000);
  const open = documentOf(await relay.place.call(['show', 'asking', '--json']));
  expect(open['steps']).toMatchObject([{ kind: 'person', state: 'running', content: null }]);
  const run = (...words: string[]) => relay.place.call(['answer', ...words, '--json']);
  expect(answerOf(await run('asking', 'maybe'))).toEqual(refusal(/none of the choices/));
  expect(answerOf(await run('asking'))).toEqual(refusal(/answer ID TEXT/));

  const answered = await run('asking', 'ship', '--by', 'Bob');

  expect(answered.status).toBe(0);
  expect(documentOf(answered)).toEqual({
    ...{ success: true, id: 'asking', question: 'asking', answer: 'ship' },
  });
  const ended = await running.ended;
  expect(ended.status).toBe(0);
  expect(ended.stdout).toContain('ship');
  const shown = documentOf(await relay.place.call(['show', 'asking', '--json']));
  expect(shown['steps']).toMatchObject([
    { path: '', kind: 'person', agentName: 'Ada', state: 'done', content: 'ship' },
  ]);
}, 120_000);
