import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool, Failure, type RunEvent } from '../../src/index.ts';
import type { WaitingQuestion } from '../../src/core/questions/question.ts';
import { openLocal } from '../../src/workers/local.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

/** What ran, and who was told. */
const ran: string[] = [];
const told: WaitingQuestion[] = [];
let decisions = 0;
let tellingFailures = 0;

const tool = (name: string, more: object = {}) =>
  defineTool({
    name,
    description: `Does ${name}.`,
    input: z.object({ what: z.string() }),
    execute({ what }) {
      ran.push(`${name} ${what}`);
      return `${name} has ${what}`;
    },
    ...more,
  });

const needsApproval = ({ what }: { what: string }) => {
  decisions += 1;
  return what !== 'little';
};
const tools = [tool('look'), tool('remove'), tool('pay', { needsApproval })];

const onQuestion = (question: WaitingQuestion) => {
  if (tellingFailures-- > 0) throw new Error('the mail server is away');
  told.push(question);
};

let world: LiveWorld;
beforeAll(async () => {
  world = await openWorld({ tools, onQuestion });
});
afterAll(() => world.close());
beforeEach(() => {
  [ran, told].forEach((list) => (list.length = 0));
  [decisions, tellingFailures] = [0, 0];
});

const ann = {
  kind: 'agent' as const,
  name: 'Ann',
  provider: 'responses',
  tools: ['look', 'remove', 'pay'],
  approve: ['remove'],
};
const call = (name: string, what: string) => ({ name, arguments: { what } });

/** Waits until so many questions of a run wait. */
async function untilAsked(id: string, count: number): Promise<WaitingQuestion[]> {
  for (;;) {
    const waiting = await world.client.handle(id).questions();
    if (waiting.length === count) return waiting;
    await sleep(50);
  }
}

async function eventsOf(id: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of world.client.handle(id).events()) events.push(event);
  return events;
}

describe('three tool calls of a turn, two of which need approval', () => {
  it('are each answered once, in any order, by whoever comes first', async () => {
    const asked = [call('remove', 'a'), call('look', 'b'), call('pay', 'much')];
    world.cast({ Ann: [{ text: 'I do it.', toolCalls: asked }, 'done'] });
    const handle = await world.client.start(ann, 'Clean up.');
    const waiting = await untilAsked(handle.id, 2);
    const ids = waiting.map(({ id }) => id);
    expect(ids.toSorted()).toEqual([`${handle.id}#1.0`, `${handle.id}#1.2`]);
    expect(waiting.find(({ id }) => id.endsWith('.2'))).toMatchObject({
      ...{ run: handle.id, answerTo: handle.id, assignee: null },
      approval: { agent: 'Ann', tool: 'pay', args: '{"what":"much"}', said: 'I do it.' },
    });
    expect(await world.client.inbox()).toHaveLength(2);
    expect(ran).toEqual(['look b']);
    await using other = await openLocal({ stateDir: world.stateDir, serve: 'read' });
    const there = other.handle(handle.id);
    await expect(handle.approve()).rejects.toThrow(/several questions wait/);
    await expect(handle.answer('yes', { question: ids[0]! })).rejects.toThrow(/is an approval/);
    await expect(handle.approve({ question: 'elsewhere#1.0' })).rejects.toThrow(/no question/);

    const [first, second] = [`${handle.id}#1.0`, `${handle.id}#1.2`];
    await there.approve({ question: second, by: 'Bob', reason: 'it is paid for' });
    await handle.approve({ question: second, by: 'Ada' });
    await handle.deny({ question: first, by: 'Ada', reason: 'keep it' });
    await expect(there.approve({ question: first })).rejects.toThrow(/already, by Ada: denied/);
    await there.deny({ question: first });

    const result = await handle.result();
    expect(result).toMatchObject({ success: true, content: 'done', toolCalls: 3 });
    expect(ran).toEqual(['look b', 'pay much']);
    expect(result.approvals).toMatchObject([
      { question: second, tool: 'pay', approved: true, by: 'Bob', means: 'update' },
      { question: first, tool: 'remove', approved: false, by: 'Ada', reason: 'keep it' },
    ]);
    const heard = JSON.stringify(world.askedBy('Ann')[1]?.messages);
    expect(heard).toContain('keep it');
    expect(heard).toContain('look has b');
    await expect(handle.approve({ question: first })).rejects.toThrow(/already, by Ada: denied/);
    await handle.deny({ question: first });
    await expect(handle.deny({ question: `${handle.id}#9.9` })).rejects.toThrow(/no question/);
    await expect(handle.answer('yes', { question: 'bogus' })).rejects.toThrow(/no question/);
    expect(await world.client.inbox()).toEqual([]);
    const answers = (await eventsOf(handle.id)).filter(({ type }) => type === 'question.answered');
    expect(answers).toMatchObject([
      { id: second, approved: true, by: 'Bob', reason: 'it is paid for' },
      { id: first, approved: false, by: 'Ada', reason: 'keep it' },
    ]);
    expect(decisions).toBe(1);
  });
});

describe('an approval', () => {
  it.each(['root', 'its own workflow'])('is given by a raw signal to %s', async (to) => {
    world.cast({ Ann: [{ toolCalls: [call('remove', 'a')] }, 'done'] });
    const agents = [ann, { ...ann, name: 'Bob', tools: [], approve: [] }];
    const { id } = await world.client.start({ kind: 'parallel', agents }, 'Clean up.');
    const [question] = await untilAsked(id, 1);
    expect(question).toMatchObject({ id: 'Ann#1.0', answerTo: `${id}/Ann` });
    const raw = world.temporal.workflow.getHandle(to === 'root' ? id : `${id}/Ann`);
    await raw.signal('answer', { question: 'Ann#1.9', approve: true });
    await raw.signal('answer', { question: `Ann/${'q'.repeat(750)}`, approve: true });
    await raw.signal('answer', { question: 'q'.repeat(2_000), approve: true });
    await raw.signal('answer', { question: 'a\ud800', approve: true });
    await raw.signal('answer', { question: 'Ann#1.0', answer: 'yes' });
    await raw.signal('answer', { question: 'Ann#1.0', approve: 'yes' });
    expect(ran).toEqual([]);
    await raw.signal('answer', { question: 'Ann#1.0', approve: true, by: 'Eve' });
    await raw.signal('answer', { question: 'Ann#1.0', approve: false, by: 'Mallory' });

    const result = await world.client.handle(id).result();

    expect(ran).toEqual(['remove a']);
    expect(JSON.stringify(result)).toContain('"by":"Eve"');
    const events = await eventsOf(id);
    expect(events.filter(({ type }) => type === 'warning').length).toBeGreaterThanOrEqual(6);
    // What was told before a run inside it began rides in that.
    expect(events[0]).toMatchObject({ type: 'run.started', seq: 1 });
    const [begun] = events.filter(({ path }) => path === 'Ann');
    expect(begun).toMatchObject({ type: 'step.started' });
    expect(events.filter(({ type }) => type === 'tool.called')).toHaveLength(1);
  });

  it('is not asked for where the tool decides that none is needed, which it is asked once', async () => {
    world.cast({ Ann: [{ toolCalls: [call('pay', 'little')] }, 'done'] });
    const result = await world.client.run(ann, 'Pay.');
    expect(result).toMatchObject({ success: true, approvals: [] });
    expect([decisions, ran]).toEqual([1, ['pay little']]);
  });

  it('that nobody gives in time ends as the agent says', async () => {
    world.cast({ Ann: [{ toolCalls: [call('remove', 'a')] }, 'done'] });
    const spec = { ...ann, approvalTimeout: { after: '1s', outcome: 'fail' as const } };
    const handle = await world.client.start(spec, 'Clean up.');
    expect(await handle.result()).toMatchObject({
      success: false,
      error: { type: Failure.humanDenied },
      approvals: [{ approved: false, means: 'timeout' }],
    });
    await expect(handle.approve({ question: `${handle.id}#1.0` })).rejects.toThrow(/nobody answer/);
    expect(ran).toEqual([]);
  });

  it('is told to whoever is registered, again and again until that works', async () => {
    world.cast({ Ann: [{ toolCalls: [call('remove', 'a')] }, 'done'] });
    tellingFailures = 1;
    const handle = await world.client.start(ann, 'Clean up.');
    await untilAsked(handle.id, 1);
    while (told.length === 0) await sleep(50);
    expect(told).toMatchObject([
      { id: `${handle.id}#1.0`, run: handle.id, approval: { tool: 'remove' } },
    ]);
    await handle.deny();
    expect(await handle.result()).toMatchObject({ success: true });
  });

  it('ends with its run: who answers later learns that', async () => {
    world.cast({ Ann: [{ toolCalls: [call('remove', 'a')] }, 'done'] });
    const handle = await world.client.start(ann, 'Clean up.');
    await untilAsked(handle.id, 1);
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ error: { type: Failure.runCancelled } });
    await expect(handle.approve()).rejects.toThrow(/no question waits/);
    expect(await world.client.inbox()).toEqual([]);
    expect(ran).toEqual([]);
  });
});
