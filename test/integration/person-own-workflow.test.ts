import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RunEvent } from '../../src/client/index.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { defineTool } from '../../src/workers/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';
import type { placeOrder } from '../support/own-worker/workflows.ts';

const workflowsPath = fileURLToPath(new URL('../support/own-worker/workflows.ts', import.meta.url));

const pay = defineTool({
  name: 'pay',
  description: 'Pays for something.',
  input: z.object({}),
  execute: () => 'paid',
});

let world: LiveWorld;
beforeAll(async () => {
  world = await openWorld({ tools: [pay], workflowsPath });
  world.cast({ Ann: [{ toolCalls: [{ name: 'pay', arguments: {} }] }, 'it is bought'] });
});
afterAll(() => world.close());

const buyer = parseStep({
  ...{ kind: 'agent', name: 'Ann', provider: 'responses', tools: ['pay'], approve: 'all' },
});
const second = parseStep({ kind: 'person', name: 'Dee' });

const taskQueue = () => world.client.parts.queue;

/** Waits until these questions wait in a run, and no others. */
async function untilWaiting(id: string, ...questions: string[]): Promise<void> {
  const waiting = async () =>
    (await world.client.handle(id).questions()).map((each) => each.id).toSorted();
  await expect.poll(waiting, { timeout: 20_000 }).toEqual(questions);
}

/** The id of a question that waits: of those asked at once, either may have the first number. */
async function questionTo(name: string, id: string): Promise<string> {
  const waiting = await world.client.handle(id).questions();
  const found = waiting.find(({ question }) => question === `${name}?`);
  if (found === undefined) throw new Error(`nobody asks ${name} in '${id}'`);
  return found.id;
}

/** The first warnings of a run, in the order in which they are told. */
async function warningsOf(id: string, count: number) {
  const warnings: Extract<RunEvent, { type: 'warning' }>[] = [];
  for await (const event of world.client.handle(id).events()) {
    if (event.type === 'warning') warnings.push(event);
    if (warnings.length === count) break;
  }
  return warnings;
}

describe("a user's own workflow that asks", () => {
  it('has a question id each time, and each is answered by it, wherever it is asked', async () => {
    const args: Parameters<typeof placeOrder> = [{ buyer, second }];
    const id = 'order-1';
    const raw = await world.temporal.workflow.start('placeOrder', {
      ...{ taskQueue: taskQueue(), workflowId: id, args },
    });
    const handle = world.client.handle(id);

    await untilWaiting(id, id, `${id}#2`);
    await expect(handle.answer('yes')).rejects.toThrow(/several questions wait.*say which one/);
    await raw.signal('answer', { answer: 'by nobody asked for' });
    const ben = await questionTo('Ben', id);
    const ada = await questionTo('Ada', id);
    expect(await handle.answer('from Ben', { question: ben })).toBe(ben);
    expect(await handle.answer('from Ada', { question: ada })).toBe(ada);
    await untilWaiting(id, `${id}#3`);
    await raw.signal('answer', { answer: 'from Cem', question: `${id}#3` });

    await untilWaiting(id, 'Ann#1.0');
    await expect(handle.answer('yes', { question: 'Ann#1.0' })).rejects.toThrow(/is an approval/);
    expect(await handle.approve({ question: 'Ann#1.0' })).toBe('Ann#1.0');

    await untilWaiting(id, 'Dee');
    await raw.signal('answer', { answer: 'from Dee', question: 'Dee', by: 'Dee' });

    expect(await raw.result()).toEqual([
      ...['from Ada', 'from Ben', 'from Cem'],
      ...['it is bought', 'from Dee'],
    ]);
    await expect(handle.answer('late', { question: `${id}#2` })).rejects.toThrow(
      /no question|already/,
    );
  });
});

describe('an answer to a run in which nobody is asked', () => {
  it('changes nothing and leaves a warning', async () => {
    let goOn: () => void = () => undefined;
    const going = new Promise<void>((resolve) => (goOn = resolve));
    world.cast({ B: () => going.then(() => 'from B') });
    const agent = { kind: 'agent' as const, name: 'B', provider: 'responses' };
    const { id } = await world.client.start({ kind: 'pipeline', steps: [agent] }, 'Go.');
    await world.untilAsked(1);
    const raw = world.temporal.workflow.getHandle(id);
    await raw.signal('answer', { answer: 'yes', question: '1-B' });
    await raw.signal('answer', { answer: 'yes' });
    const warned = await warningsOf(id, 2);
    expect(warned.map(({ warning }) => warning)).toEqual(['Answer.Refused', 'Answer.Refused']);
    const messages = warned.map(({ message }) => message).join('\n');
    expect(messages).toContain("no question '1-B' waits here");
    expect(messages).toContain('has to name its question');

    goOn();
    expect(await world.client.handle(id).result()).toMatchObject({
      ...{ success: true, content: 'from B', warnings: [] },
    });
  });
});
