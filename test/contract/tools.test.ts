import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { ToolCall } from '../../src/core/model-call.ts';
import type { AgentResult, AgentInput } from '../../src/core/kinds/agent/types.ts';
import { agentSchema } from '../../src/core/kinds/agent/schema.ts';
import { type AskedCall, memoryWorld, type Script } from '../support/memory-host.ts';

const agent = (more: Partial<AgentInput> = {}) =>
  agentSchema.parse({ kind: 'agent', name: 'Ann', provider: 'scripted', tools: ['add'], ...more });

const calls = (
  ...of: [name: string, args: unknown][]
): { content: string; toolCalls: ToolCall[] } => ({
  content: '',
  toolCalls: of.map(([name, args], index) => ({
    id: `call-${index}`,
    name,
    arguments: JSON.stringify(args),
  })),
});

/** Plays replies one after another; the last again and again. */
function play(...replies: ReturnType<Script>[]): Script {
  let next = 0;
  return () => replies[Math.min(next++, replies.length - 1)] ?? {};
}

const add = (args: unknown) => {
  const { a, b } = args as { a: number; b: number };
  return String(a + b);
};

const toolMessages = ({ call }: AskedCall) => call.messages.filter(({ role }) => role === 'tool');

describe('an agent with tools', () => {
  it('is asked again with what came of its calls, in the order it asked, and then answers', async () => {
    const script = play(calls(['add', { a: 1, b: 2 }], ['add', { a: 3, b: 4 }]), {
      content: '3, 7',
    });
    const world = memoryWorld(script, { tools: { add } });
    const result = await world.run(agent());
    expect(result).toMatchObject({ success: true, content: '3, 7', turns: 2, toolCalls: 2 });
    expect(toolMessages(world.calls[1]!)).toEqual([
      { role: 'tool', callId: 'call-0', text: '3', failed: false },
      { role: 'tool', callId: 'call-1', text: '7', failed: false },
    ]);
  });

  it('runs the tool that is meant where its name is spelled differently', async () => {
    const script = play(calls(['Add', { a: 1, b: 2 }], ['"add"', { a: 3, b: 4 }]), {
      content: '3, 7',
    });
    const world = memoryWorld(script, { tools: { add } });
    await world.run(agent());
    expect(toolMessages(world.calls[1]!).map(({ text }) => text)).toEqual(['3', '7']);
  });

  it('sends what is new with each call, and says which reply it follows', async () => {
    const script = play(calls(['add', { a: 1, b: 2 }]), calls(['add', { a: 3, b: 4 }]), {});
    const world = memoryWorld(script, { tools: { add } });
    await world.run(agent(), 'What is it?');
    expect(world.calls.map(({ call }) => [call.after, call.messages.length])).toEqual([
      [null, 1],
      ['#1', 1],
      ['#2', 1],
    ]);
    expect(world.calls.at(-1)?.prompt).toBe('What is it?\n---\n3\n---\n7');
  });

  it('has its tools described once, though it takes many turns', async () => {
    const world = memoryWorld(play(calls(['add', { a: 1, b: 2 }]), {}), { tools: { add } });
    await world.run(agent());
    expect(world.described).toEqual([['add']]);
  });

  it('has the calls of a turn carried out at once', async () => {
    let running = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++running);
      await sleep(20);
      running -= 1;
      return 'done';
    };
    const turn = calls(...Array.from({ length: 4 }, () => ['add', {}] as [string, unknown]));
    const world = memoryWorld(play(turn, {}), { tools: { add: slow } });
    await world.run(agent());
    expect(most).toBe(4);
  });

  it.each([
    ['that is not there', 'subtract', /there is no tool 'subtract'; there are add, long/],
    ['that fails', 'add', /the disk is full/],
    ['that fails at length', 'long', /^(so much went wrong ){100}/],
    ['whose worker fails', 'broken', /'broken' could not be run: its worker failed/],
  ])('is told of a tool %s, and goes on', async (_, name, reason) => {
    const full = () => {
      throw failure(Failure.toolFailed, 'the disk is full');
    };
    const long = () => {
      throw failure(Failure.toolFailed, 'so much went wrong '.repeat(100));
    };
    const broken = () => {
      throw new Error('the database is away');
    };
    const tools = { add: full, long, broken };
    const world = memoryWorld(play(calls([name, {}]), { content: 'sorry' }), { tools });
    expect(await world.run(agent({ tools: ['add', 'long', 'broken'] }))).toMatchObject({
      success: true,
      content: 'sorry',
    });
    const [told] = toolMessages(world.calls[1]!);
    expect(told).toMatchObject({ role: 'tool', failed: true, text: expect.stringMatching(reason) });
  });

  it('that never stops asking ends at maxTurns, with a result that says so', async () => {
    const world = memoryWorld(play(calls(['add', { a: 1, b: 1 }])), { tools: { add } });
    const result = (await world.run(agent({ maxTurns: 3 }))) as AgentResult;
    expect(result).toMatchObject({ success: false, content: null, turns: 3, toolCalls: 2 });
    expect(result.usage.calls).toBe(3);
    expect(result.error).toMatchObject({
      type: Failure.replyUnusable,
      message: expect.stringMatching(
        /asked for tools \(add\) in the last of its 3 turns.*maxTurns/,
      ),
      details: { maxTurns: 3, toolCalls: ['add'] },
    });
    expect(world.calls).toHaveLength(3);
  });

  it('may give three unusable replies, whatever number of tool turns lies between', async () => {
    const cut = { problem: { kind: 'cut', reason: 'too long' } } as const;
    const tool = calls(['add', { a: 1, b: 1 }]);
    const world = memoryWorld(play(cut, tool, cut, tool, { content: 'well' }), { tools: { add } });
    expect(await world.run(agent())).toMatchObject({ success: true, content: 'well', turns: 5 });
  });

  it('goes on from its last turn when its run is continued as a new one', async () => {
    const tool = calls(['add', { a: 1, b: 1 }]);
    const world = memoryWorld(play(tool, tool, tool, { content: 'two' }), {
      tools: { add },
      restarts: true,
    });
    const result = await world.run(agent());
    expect(result).toMatchObject({ success: true, content: 'two', turns: 4, toolCalls: 3 });
    expect(result.usage.calls).toBe(4);
    expect(world.calls.map(({ call }) => call.key.number)).toEqual([1, 2, 3, 4]);
  });

  it('inside a pattern is a run of its own', async () => {
    const world = memoryWorld(play({}), { tools: { add } });
    const spec = { kind: 'pipeline', steps: [agent(), agent({ name: 'Bo', tools: [] })] } as const;
    const { parseStep } = await import('../../src/core/kinds/step-schema.ts');
    await world.run(parseStep(spec));
    expect(world.children).toEqual(['run/1-Ann']);
  });
});
