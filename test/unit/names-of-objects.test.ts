import { describe, expect, it } from 'vitest';
import { createTransformActivities } from '../../src/activities/transforms.ts';
import { ParallelAgents } from '../../src/client/patterns/parallel-agents.ts';
import { checksFor } from '../../src/core/kinds/check-step.ts';
import { parseStep, readStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld } from '../support/memory-host.ts';
import { activityEnvironment, memoryStore, rejection } from './activities/fixtures.ts';

const serving = { providers: {}, transforms: {}, tools: {} };
const agent = (name: string, provider = 'scripted') => ({ kind: 'agent' as const, name, provider });

/** Names that every object has something under. */
describe.each(['toString', 'constructor', '__proto__'])('the name %s', (name) => {
  it('is no registered function and no provider', () => {
    const steps = [{ step: agent('A', name), transform: name }];
    const read = readStep({ kind: 'pipeline', steps }, checksFor(serving, 'scripted'));
    expect(read).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        expect.objectContaining({
          path: 'steps[0].transform',
          message: expect.stringContaining(`no function '${name}' is registered`),
        }),
        expect.objectContaining({
          path: 'steps[0].step.provider',
          message: expect.stringContaining(`no provider '${name}' is configured`),
        }),
      ]),
    });
  });

  it('is no function of a worker', async () => {
    const activities = createTransformActivities(await memoryStore(), {});
    const call = { name, input: 'text', id: 'm-1', run: 'r' };
    const failed = await rejection(activityEnvironment().run(() => activities.runTransform(call)));
    expect(failed).toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringContaining(`no function '${name}' is registered on this worker`),
    });
  });

  it('gives an agent no input of its own', async () => {
    const world = memoryWorld(() => ({}));
    await world.run(parseStep({ kind: 'parallel', agents: [agent(name), agent('B')] }), 'for all');
    expect(world.calls.map(({ prompt }) => prompt)).toEqual(['for all', 'for all']);
  });

  it('gives an agent no message of its own', async () => {
    const agents = new ParallelAgents([agent(name), agent('B')]);
    await expect(agents.chatDifferent({ B: 'b' })).rejects.toThrow(
      `${name}: there is no message for this agent`,
    );
  });
});

it('a NUL that a function gives is stored like any other text', async () => {
  const store = await memoryStore();
  const activities = createTransformActivities(store, {
    nul: (text) => `${text}\0!`,
  });
  const call = { name: 'nul', input: 'text', id: 'm-1', run: 'r' };
  const made = await activityEnvironment().run(() => activities.runTransform(call));
  expect(made).toEqual({ message: 'm-1', content: 'text\u{FFFD}!', bytes: 8 });
  expect(await store.messages.read(['m-1'])).toEqual([{ id: 'm-1', text: 'text\u{FFFD}!' }]);
});
