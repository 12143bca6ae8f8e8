import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoopResult } from '../../src/core/kinds/loop/types.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

/** LONG_LOOP_PASSES=1000 is the full scale. */
const passes = Number(process.env['LONG_LOOP_PASSES'] ?? 80);
const words = 'word '.repeat(9_800);

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'responses' });

/** What a version says: its number, and as much as all others. */
const version = (number: number) => `Version ${String(number).padStart(6, '0')}: ${words}`;

/** A function that judges: how far a version is, and whether it is the last one that is wanted. */
function check(text: string) {
  const number = Number(/^Version (\d+)/.exec(text)?.[1]);
  return {
    passed: number === passes,
    score: number / passes,
    feedback: `number ${number} is seen`,
  };
}

let world: LiveWorld;
beforeAll(async () => {
  world = await openWorld({ transforms: { check } });
});
afterAll(() => world.close());

describe(`a loop of ${passes} passes of 48 KB, which a function judges`, () => {
  let result: LoopResult<string>;
  beforeAll(async () => {
    let number = 0;
    world.cast({ Writer: () => version(++number) });
    const until = { function: 'check' };
    const spec = { kind: 'loop', step: agent('Writer'), until, maxIterations: 1_000 } as const;
    result = await world.client.run(spec, 'Count.', { id: 'long-loop' });
  }, 300_000);

  it('ends with the pass that is good enough, with what every pass has said', () => {
    expect(result).toMatchObject({ success: true, endedBecause: 'satisfied', kept: passes });
    expect(result.content).toBe(version(passes));
    const said = result.iterations.map(({ content }) => content);
    expect(said).toEqual(Array.from({ length: passes }, (_, index) => version(index + 1)));
  });

  it('makes each call once, and tells each pass what was found about the one before', () => {
    const asked = world.askedBy('Writer');
    expect(asked).toHaveLength(passes);
    expect(result.usage.calls).toBe(passes);
    expect(result.totalCost).toBe(passes);
    for (const [index, { messages }] of asked.entries()) {
      const prompt = messages.at(-1)?.content ?? '';
      expect(prompt.includes(`number ${index} is seen`)).toBe(index > 0);
    }
  });

  it('was continued as new, with a history that is linear in its passes', async () => {
    const sizes: number[] = [];
    const query = "WorkflowId='long-loop'";
    for await (const { historySize = 0 } of world.temporal.workflow.list({ query }))
      sizes.push(historySize);
    expect(sizes.length).toBeGreaterThan(1);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes / passes).toBeLessThan(1.3 * words.length);
  });
});

it('a loop that was terminated has the passes that were finished, with what they have cost', async () => {
  const verdict = { feedback: 'say more', score: 0.5, passed: false };
  let judged = 0;
  world.cast({
    Writer: ({ messages }) => (messages.at(-1)?.content.includes('say more') ? 'v2' : 'v1'),
    Editor: () => (judged++ === 0 ? { text: JSON.stringify(verdict) } : { hang: true }),
  });
  const until = { judge: agent('Editor') };
  const spec = { kind: 'loop', step: agent('Writer'), until } as const;
  const run = await world.client.start(spec, 'Write.', { id: 'ended-loop' });
  await world.untilAsked(4);
  await world.temporal.workflow.getHandle('ended-loop').terminate('enough');
  const result = await run.result();
  expect(result).toMatchObject({
    success: false,
    iterations: [
      { content: 'v1', judged: verdict, feedback: 'say more', cost: 2 },
      { content: 'v2', judged: null },
    ],
    totalCost: 3,
  });
});
