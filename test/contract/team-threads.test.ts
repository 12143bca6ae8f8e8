import { describe, expect, it } from 'vitest';
import type { OpenedThread } from '../../src/core/thread-window.ts';
import { Failure, failure } from '../../src/core/failures.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { isSmall } from '../../src/core/kinds/small-pattern.ts';
import { namesIn, played, stepMaker } from '../support/kinds-script.ts';
import { type AskedCall, memoryWorld, type WorldOptions } from '../support/memory-host.ts';

const steps = stepMaker('scripted');
const thread = 'support-42';

function scripted({ agentName, call, prompt }: AskedCall) {
  const title = call.settings.output?.['title'];
  const form = typeof title === 'string' ? title : null;
  const say = played(['A', 'B', 'C'], () => ({ text: `from ${agentName}` }));
  const said = say({ agentName, prompt, form, identity: '' }, 0);
  return typeof said === 'object' && 'text' in said ? { content: said.text } : {};
}

const worldOf = (options: WorldOptions = {}) => memoryWorld(scripted, options);
const of = (kind: Parameters<typeof namesIn>[0], more: object = {}) =>
  parseStep(steps[kind](namesIn(kind), { thread, ...more }));

describe.each(['parallel', 'pipeline', 'supervisor', 'debate', 'loop', 'route'] as const)(
  'a %s on a thread',
  (kind) => {
    it('goes on with what was said, in every call that it makes, and keeps what it says', async () => {
      const world = worldOf();
      const first = await world.run(of(kind), 'I am Phil.');
      const asked = world.calls.length;
      expect(world.calls.every(({ system }) => !system.includes('<context>'))).toBe(true);
      const second = await world.run(of(kind), 'Who am I?');
      const later = world.calls.slice(asked);
      expect(later.every(({ system }) => system.includes('[user]\nI am Phil.'))).toBe(true);
      expect(later).toHaveLength(asked);
      expect(world.said).toMatchObject([
        { thread, input: 'I am Phil.', answer: first.content, author: kind },
        { thread, input: 'Who am I?', answer: second.content, author: kind },
      ]);
      const seen = { name: thread, omitted: 0, summarised: 0 };
      expect([first.thread, second.thread]).toEqual([
        { ...seen, messages: 0 },
        { ...seen, messages: 2 },
      ]);
      expect(first.usage.calls).toBe(asked);
    });

    it('goes on with what it saw at first from any of its checkpoints, and appends once', async () => {
      const world = worldOf({ restarts: true });
      world.said.push({
        ...{ thread, step: 'earlier', run: 'earlier', author: 'Guide' },
        ...{ input: 'Before', answer: 'Yes' },
      });
      const result = await world.run(of(kind), 'And now?');
      expect(world.calls.every(({ system }) => system.includes('[Guide]\nYes'))).toBe(true);
      expect(world.said).toHaveLength(2);
      expect(result).toMatchObject({ success: true, thread: { messages: 2 } });
    });
  },
);

describe('a team on a thread', () => {
  it('keeps the background that the run has, and agents keep threads of their own', async () => {
    const world = worldOf();
    world.said.push({
      ...{ thread, step: 'earlier', run: 'earlier', author: 'Guide' },
      ...{ input: 'Before', answer: 'Yes' },
    });
    const own = { ...steps.agent(['B']), thread: 'of-b' };
    const spec = { kind: 'pipeline', steps: [steps.agent(['A']), own], thread };
    const result = await world.run(parseStep(spec));
    expect(world.calls.map(({ call }) => call.thread?.name ?? null)).toEqual([null, 'of-b']);
    expect(result).toMatchObject({
      thread: { name: thread },
      steps: [{ thread: null }, { thread: { name: 'of-b' } }],
    });
  });

  it('is known to a pattern inside that is a run of its own', async () => {
    const world = worldOf();
    world.said.push({
      ...{ thread, step: 'earlier', run: 'earlier', author: 'Guide' },
      ...{ input: 'Before', answer: 'Yes' },
    });
    const inner = { ...steps.agent(['B']), tools: ['look'] };
    await world.run(parseStep({ kind: 'pipeline', steps: [inner], thread }));
    expect(world.children).toHaveLength(1);
    expect(world.calls[0]?.system).toContain('[Guide]\nYes');
  });

  it('inside another team keeps its own conversation, in a run of its own', async () => {
    const inner = steps.pipeline(['B', 'C'], { name: 'inner', thread });
    expect(isSmall(parseStep(inner))).toBe(false);
    expect(isSmall(parseStep(steps.pipeline(['B', 'C'])))).toBe(true);
    const world = worldOf();
    await world.run(parseStep({ kind: 'pipeline', steps: [steps.agent(['A']), inner] }));
    expect(world.said).toMatchObject([
      { thread, input: 'from A', answer: 'from C', author: 'inner' },
    ]);
  });

  it('appends nothing where it fails', async () => {
    const world = memoryWorld(() => {
      throw failure(Failure.modelUnavailable, 'down');
    });
    expect(await world.run(of('pipeline'))).toMatchObject({
      success: false,
      thread: { name: thread, messages: 0 },
    });
    expect(world.said).toEqual([]);
  });

  it('fails before anything is paid for where its thread cannot be read', async () => {
    const world = worldOf({
      thread: () => {
        throw failure(Failure.messageMissing, 'no message');
      },
    });
    const error = { type: Failure.messageMissing };
    expect(await world.run(of('debate'))).toMatchObject({ success: false, error });
    expect(world.calls).toEqual([]);
  });

  it('says so where what it said cannot be kept, and keeps what was done', async () => {
    const world = worldOf({
      append: () => {
        throw failure(Failure.messageMissing, 'no message');
      },
    });
    expect(await world.run(of('parallel'))).toMatchObject({
      ...{ success: false, content: null, error: { type: Failure.messageMissing } },
      results: [{ content: 'from A' }, {}, {}],
    });
  });

  it('has the beginning of a long conversation summed up by the model of its first agent', async () => {
    const window = { name: thread, from: 11, upTo: 14, omitted: 10, summarised: 0, summary: null };
    const opened: OpenedThread = {
      window,
      work: { previous: null, parts: [{ text: 'one to ten', upTo: 10 }] },
      written: '[user]\nEleven',
    };
    const world = worldOf({ thread: () => opened });
    const result = await world.run(of('pipeline'));
    const [summary, first] = world.calls;
    expect(summary?.call).toMatchObject({
      ...{ key: { step: 'thread-summary', number: 1 }, agentName: 'Note-taker' },
      settings: { provider: 'scripted' },
    });
    expect(first?.system).toContain(
      'This summary stands for them:]\nfrom Note-taker\n\n[user]\nEleven',
    );
    expect(result).toMatchObject({
      usage: { calls: 4 },
      thread: { messages: 4, omitted: 10, summarised: 10 },
    });
  });

  it('keeps JSON of its output', async () => {
    const output = { title: 'Advice', type: 'object' };
    const world = worldOf();
    const result = await world.run(of('pipeline', { output }));
    expect(world.said[0]?.answer).toBe(result.content);
    expect(result).toMatchObject({ output: 'from C', thread: { name: thread } });
  });
});
