import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readProgress } from '../../src/client/progress/index.ts';
import {
  type CheckedPlace,
  type CheckVerdict,
  defineTool,
  Failure,
  type RunEvent,
  type StepInput,
  type TransformContext,
} from '../../src/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

/** What was checked, in order, and what tools were given. */
const checked: (CheckedPlace | undefined)[] = [];
const given: string[] = [];

const pay = defineTool({
  name: 'pay',
  description: 'Pays money.',
  input: z.object({ euros: z.number(), to: z.string() }),
  execute: ({ euros, to }) => (given.push(to), `paid ${euros}`),
});

/** Fails at first, and lets only small amounts pass as they are. */
function amounts(text: string, { check }: TransformContext): CheckVerdict {
  checked.push(check);
  if (checked.length === 1) throw new Error('the office is closed');
  const args = JSON.parse(text) as { euros: number; to: string };
  return args.euros <= 5 ? 'pass' : { rewrite: JSON.stringify({ ...args, euros: 5 }) };
}

function judge(text: string): CheckVerdict {
  checked.push(undefined);
  if (text.includes('forbidden')) return { stop: 'it is forbidden' };
  if (text.includes('wrong')) return { sendBack: 'it is wrong' };
  return { rewrite: `${text}, checked. ${'And long. '.repeat(200)}`, reason: 'too short' };
}

let world: LiveWorld;
beforeAll(async () => {
  world = await openWorld({ tools: [pay], transforms: { amounts, judge } });
});
afterAll(() => world.close());
beforeEach(() => [checked, given].forEach((list) => (list.length = 0)));

const agent = (name: string, more: object = {}) =>
  ({ kind: 'agent', name, provider: 'responses', ...more }) as const;
const byJudge = [{ when: 'output', by: { function: 'judge' } }] as const;

async function eventsOf(id: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of world.client.handle(id).events()) events.push(event);
  return events;
}

describe('an agent with checks', () => {
  it('has its tool calls and its answer checked, each once, also where a check failed at first', async () => {
    const to = 'x'.repeat(3_000);
    world.cast({
      Ann: [
        { text: '', toolCalls: [{ name: 'pay', arguments: { euros: 9, to } }] },
        'wrong',
        'done',
      ],
      Guard: JSON.stringify({ reason: 'fine', decision: 'pass', text: null }),
    });
    const guard = { when: 'toolResult', by: { agent: agent('Guard') } } as const;
    const checks = [{ when: 'toolCall', by: { function: 'amounts' } }, guard, ...byJudge] as const;
    const spec = agent('Ann', { tools: ['pay'], checks, thread: 'checked' });
    const handle = await world.client.start(spec, 'Pay nine.');
    const result = await handle.result();
    const content = `done, checked. ${'And long. '.repeat(200)}`;
    expect(result).toMatchObject({ success: true, content, totalCost: 4, turns: 3 });
    expect(result).toMatchObject({
      checks: [
        { name: 'amounts', when: 'toolCall', decision: 'rewrite', tool: 'pay' },
        { name: 'Guard', when: 'toolResult', decision: 'pass', reason: 'fine', tool: 'pay' },
        { name: 'judge', when: 'output', decision: 'sendBack', reason: 'it is wrong' },
        { name: 'judge', when: 'output', decision: 'rewrite', reason: 'too short' },
      ],
    });
    expect(given).toEqual([to]);
    expect(checked).toHaveLength(4);
    expect(checked[1]).toEqual({ when: 'toolCall', agent: 'Ann', tool: 'pay' });
    expect(JSON.stringify(world.askedBy('Guard')[0]?.body)).toContain('paid 5');
    const events = await eventsOf(handle.id);
    expect(events.filter(({ type }) => type === 'check.made')).toHaveLength(4);
    await world.client.run(agent('Bo', { thread: 'checked' }), 'And?');
    const said = world.askedBy('Bo')[0]?.messages.map((message) => message.content);
    expect(said).toEqual(['Pay nine.', content, 'And?']);
    const { steps } = await readProgress(world.temporal, handle.id);
    const [step] = steps.filter(({ path }) => path === '');
    expect(step).toMatchObject({ state: 'done', checks: [{}, {}, {}, { decision: 'rewrite' }] });
    expect(step?.content).toMatchObject({ parts: [{ bytes: content.length }] });
  });

  it('that stops the run ends it from a child of a child, and keeps what is finished', async () => {
    world.cast({ Bad: 'forbidden', Good: 'good', Slow: { text: 'late', delayMs: 60_000 } });
    const bad = agent('Bad', { tools: ['pay'], checks: byJudge });
    const inner = {
      kind: 'pipeline',
      name: 'inner',
      steps: [agent('Good'), bad],
      stopOnError: false,
    };
    const agents = [inner, agent('Slow', { tools: ['pay'] })];
    const step = { kind: 'parallel', agents } as unknown as StepInput;
    const started = Date.now();
    const handle = await world.client.start(step, 'Go.');
    const result = await handle.result();
    expect(Date.now() - started).toBeLessThan(30_000);
    expect(result).toMatchObject({
      success: false,
      error: {
        type: Failure.checkStopped,
        message: "the check 'judge' of 'Bad' has stopped the run: it is forbidden",
        details: { check: 'judge', when: 'output', reason: 'it is forbidden' },
      },
      results: [
        { steps: [{ content: 'good' }, { error: { type: Failure.checkStopped } }] },
        { error: { type: Failure.runCancelled } },
      ],
    });
    const { status } = await world.temporal.workflow.getHandle(handle.id).describe();
    expect(status.name).toBe('FAILED');
  });
});
