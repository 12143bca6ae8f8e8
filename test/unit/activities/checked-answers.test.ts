import { describe, expect, it } from 'vitest';
import { createExchangeActivities } from '../../../src/activities/append-exchange.ts';
import { createCheckedAnswerActivities } from '../../../src/activities/checked-answers.ts';
import { createTransformActivities } from '../../../src/activities/transforms.ts';
import type { CheckedPlace, CheckVerdict } from '../../../src/core/kinds/agent/check-types.ts';
import {
  activityEnvironment,
  kitchen,
  memoryStore,
  modelCall,
  rejection,
  windowOf,
} from './fixtures.ts';
import { weather, worker } from './weather-tool.ts';

const exchange = { thread: 'talk', step: 'exec/ann', author: 'Ann', run: 'run-1' };

describe('an answer that is checked', () => {
  it('stands in its thread once it is kept, and once only', async () => {
    const { store, call } = await kitchen(() => 'unchecked');
    const activities = createExchangeActivities({ store });
    await call(modelCall({ thread: windowOf('talk'), held: true }));
    expect(await store.threads.range('talk', { order: 'oldest' })).toEqual([]);
    await store.messages.put({
      ...{ id: 'long', author: 'run', role: 'user', run: 'run-1' },
      content: 'a long answer',
    });
    const answer = { parts: [{ message: 'long', bytes: 13 }] };
    const kept = { ...exchange, input: 'asked', answer };
    await activities.appendExchange(kept);
    await activities.appendExchange(kept);
    expect(await store.threads.range('talk', { order: 'oldest' })).toMatchObject([
      { role: 'user', author: 'user', content: 'asked' },
      { role: 'assistant', author: 'Ann', content: 'a long answer' },
    ]);
  });

  it('is refused where what a check has written is not of its schema', async () => {
    const activities = createCheckedAnswerActivities({ store: await memoryStore() });
    const output = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
    const problem = (text: string) => activities.outputProblem({ text, output, agentName: 'Ann' });
    expect(await problem('{"n":1}')).toBeNull();
    expect(await problem('{"n":"one"}')).toMatch(/n/);
  });
});

describe('a function that checks', () => {
  const check: CheckedPlace = { when: 'toolCall', agent: 'Ann', tool: 'refund' };
  const call = {
    input: '{"euros":5}',
    id: 'exec/check',
    run: 'run-1',
    value: true,
    check,
  } as const;

  it('is told what it checks, and gives a verdict', async () => {
    const judge = (text: string, context: { check?: CheckedPlace }): CheckVerdict => ({
      rewrite: `${text} for ${context.check?.tool} of ${context.check?.agent}`,
    });
    const activities = createTransformActivities(await memoryStore(), { judge });
    const made = await activityEnvironment().run(() =>
      activities.runTransform({ ...call, name: 'judge' }),
    );
    expect(made).toMatchObject({ content: '{"rewrite":"{\\"euros\\":5} for refund of Ann"}' });
  });

  it('has no key in its error', async () => {
    const judge = () => {
      throw new Error('refused: Bearer sk-abcdefghijklmnopqrstuvwxyz0123456789');
    };
    const activities = createTransformActivities(await memoryStore(), { judge });
    const run = () => activities.runTransform({ ...call, name: 'judge' });
    const error = await rejection(activityEnvironment().run(run));
    expect(error).toMatchObject({ type: 'Tool.Failed', message: expect.stringMatching(/refused/) });
    expect(String(error)).not.toContain('abcdefghijklmnopqrstuvwxyz');
  });
});

describe('a tool', () => {
  it('gets long arguments as a check has rewritten them', async () => {
    const { run, store } = await worker(weather(({ city }) => city));
    const content = JSON.stringify({ city: 'Oslo' });
    await store.messages.put({ id: 'new', author: 'run', role: 'user', run: 'run-1', content });
    const rewritten = { parts: [{ message: 'new', bytes: content.length }] };
    const called = { id: 'c', name: 'weather', arguments: null };
    expect(await run('', { call: called, rewritten })).toMatchObject({ content: 'Oslo' });
  });
});
