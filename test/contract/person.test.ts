import { expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld } from '../support/memory-host.ts';

const at = '2026-01-01T00:00:00.000Z';
const none = { approved: null, reason: null };
const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'scripted' });

it('a person in a pipeline is asked what was said, and the next step works on the answer', async () => {
  const asked: string[] = [];
  const world = memoryWorld(() => ({}), {
    person({ question }) {
      asked.push(question);
      return { ...none, answer: 'make it shorter', by: 'Ada', at, means: 'signal' };
    },
  });
  const review = { kind: 'person' as const, name: 'Review', question: 'Good? {input}' };
  const spec = parseStep({ kind: 'pipeline', steps: [agent('A'), review, agent('B')] });
  const result = await world.run(spec);
  expect(asked).toEqual(['Good? A says so']);
  expect(result).toMatchObject({ success: true, content: 'B says so', usage: { calls: 2 } });
  expect(result).toMatchObject({
    steps: [{}, { kind: 'person', answer: 'make it shorter', answeredBy: 'Ada', totalCost: 0 }, {}],
  });
  expect(world.calls[1]?.prompt).toContain('make it shorter');
});

it('where nobody answers, the step fails with Human.TimedOut', async () => {
  const world = memoryWorld(() => ({}), {
    person: () => ({ ...none, answer: null, by: null, at, means: 'timeout' }),
  });
  expect(await world.run(parseStep({ kind: 'person', name: 'Ada' }))).toMatchObject({
    ...{ success: false, timedOut: true, answer: null, answeredAt: null },
    error: { type: Failure.humanTimedOut, agentName: 'Ada' },
  });
});
