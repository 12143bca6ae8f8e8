import { describe, expect, it } from 'vitest';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { type Rememberer, runMemoryTool } from '../../src/workflows/agent/memory-tool.ts';
import { memoryWorld } from '../support/memory-host.ts';

const never = { ms: 1, deadline: { at: 0, timeoutMs: 1, setBy: '', name: '' } };
const by: Rememberer = {
  user: 'phil',
  agentName: 'Helper',
  run: 'run-1',
  id: 'call-1',
  limit: never,
};

function toolCall(name: string, given: unknown) {
  const written = typeof given === 'string' ? given : JSON.stringify(given);
  return { id: 'c', name, arguments: written };
}

const team = parseStep({
  kind: 'parallel',
  name: 'Team',
  agents: [
    { kind: 'agent', name: 'One', provider: 'p' },
    { kind: 'agent', name: 'Two', provider: 'p' },
  ],
});

describe('agents of a run with a user', () => {
  it('read what is known when they begin, and keep that prompt when they are asked again', async () => {
    const world = memoryWorld(
      async ({ agentName, call }) => {
        const late = toolCall('remember', { key: 'city', value: 'London' });
        await runMemoryTool(world.host, late, { ...by, id: `${agentName}${call.key.number}` });
        const problem = { kind: 'empty', reason: '' } as const;
        return call.key.number === 1 ? { content: '', problem } : {};
      },
      { user: 'phil' },
    );
    await runMemoryTool(world.host, toolCall('remember', { key: 'name', value: 'Phil' }), by);
    await world.run(team);
    expect(world.calls).toHaveLength(4);
    for (const { system } of world.calls) {
      expect(system).toContain('<fact key="name">Phil</fact>');
      expect(system).not.toContain('London');
    }
    await world.run(parseStep({ kind: 'agent', name: 'Three', provider: 'p' }));
    expect(world.calls.at(-1)?.system).toContain('<fact key="city">London</fact>');
  });

  it('fail with the reason where it can not be read, and do not answer without it', async () => {
    const world = memoryWorld(() => ({}), { user: 'phil' });
    world.host.readFacts = () => Promise.reject(new Error('nobody is there'));
    const result = await world.run(team);
    expect(world.calls).toEqual([]);
    expect(result.error?.message).toContain('nobody is there');
  });

  it('read nothing in a run without a user', async () => {
    const world = memoryWorld(() => ({}));
    world.host.readFacts = () => Promise.reject(new Error('asked'));
    expect((await world.run(team)).success).toBe(true);
    expect(world.calls[0]?.system).toBe('You are One.');
  });
});

describe('the tools remember and forget', () => {
  it('change what is known, and say so to the model', async () => {
    const { host } = memoryWorld(() => ({}));
    const told = await runMemoryTool(
      host,
      toolCall('remember', { key: 'name', value: 'Phil', extra: 1 }),
      by,
    );
    expect(told).toMatchObject({ content: 'Remembered: name.', failed: false, message: '' });
    expect(await host.readFacts('phil', never)).toContain('Phil');
    const forgotten = toolCall('forget', '```json\n{"key": "name"}\n```');
    expect(await runMemoryTool(host, forgotten, { ...by, id: 'call-2' })).toMatchObject({
      content: 'Forgotten: name.',
      failed: false,
    });
    expect(await host.readFacts('phil', never)).toBeNull();
  });

  it('change it once, when the same call is run again', async () => {
    const { host } = memoryWorld(() => ({}));
    const count = { ...by, user: 'counted' };
    const first = { id: 'f', setBy: 'x', run: null, key: 'n' } as const;
    const counter = { ...first, change: 'set', value: 0, merge: 'increment' } as const;
    await host.changeFact('counted', counter, never);
    const call = toolCall('remember', { key: 'n', value: 1 });
    await runMemoryTool(host, call, count);
    await runMemoryTool(host, call, count);
    expect(await host.readFacts('counted', never)).toBe('<fact key="n">1</fact>');
  });

  it.each([
    [toolCall('remember', '{"key": "na'), 'it is not JSON'],
    [toolCall('remember', { value: 'Phil' }), 'key: '],
    [toolCall('remember', { key: 'name' }), 'value: '],
    [toolCall('remember', { key: 'name', value: 'x'.repeat(9_000) }), 'bytes of JSON'],
    [toolCall('forget', { key: null }), 'key: '],
  ])('tell the model what is wrong with its arguments', async (call, reason) => {
    const { host } = memoryWorld(() => ({}));
    host.changeFact = () => Promise.reject(new Error('it was sent'));
    const told = await runMemoryTool(host, call, by);
    expect(told.failed).toBe(true);
    expect(told.content).toContain(reason);
    expect(told.bytes).toBe(Buffer.byteLength(told.content ?? ''));
  });

  it('tell the model why a change was refused, and that one is uncertain', async () => {
    const { host } = memoryWorld(() => ({}));
    const call = toolCall('remember', { key: 'name', value: 'Phil' });
    host.changeFact = () => Promise.resolve({ state: 'refused', reason: 'there are too many' });
    const refused = await runMemoryTool(host, call, by);
    expect(refused).toMatchObject({ failed: true, content: expect.stringContaining('too many') });
    host.changeFact = () => Promise.reject(new Error('nobody is there'));
    const uncertain = await runMemoryTool(host, call, by);
    expect(uncertain).toMatchObject({
      failed: true,
      content: expect.stringContaining('not certain'),
    });
    host.isCancellation = () => true;
    await expect(runMemoryTool(host, call, by)).rejects.toThrow('nobody is there');
  });
});
