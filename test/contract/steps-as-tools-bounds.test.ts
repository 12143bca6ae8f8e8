import { describe, expect, it } from 'vitest';
import type { AgentInput, StepToolInput } from '../../src/core/kinds/agent/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { memoryWorld, type Script } from '../support/memory-host.ts';

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  ...{ kind: 'agent', name, provider: 'scripted' },
  ...more,
});
const tool = (step: StepInput, name = 'research'): StepToolInput => ({
  ...{ step, name, description: `asks ${name}` },
});

const asks = (...of: (readonly [name: string, args: unknown])[]) => ({
  content: 'I ask.',
  toolCalls: of.map(([name, args], index) => ({
    ...{ id: `call-${index}`, name, arguments: JSON.stringify(args) },
  })),
});
const research = (input: string) => asks(['research', { input }]);

async function ran(spec: StepInput, script: Script) {
  const world = memoryWorld(script);
  const result = await world.run(parseStep(spec));
  /** What Boss is told of its calls in its last turn. */
  const told = world.calls.findLast(({ agentName }) => agentName === 'Boss')?.call.messages;
  return { result, world, told };
}

describe('the bounds of steps as tools', () => {
  /** An agent that may ask an agent that may ask an agent … */
  const nested = (depth: number): AgentInput =>
    depth === 0 ? agent('Boss 0') : agent(`Boss ${depth}`, { tools: [tool(nested(depth - 1))] });
  /** Whoever has not asked anybody asks; then it repeats what it was told. */
  const deeper: Script = ({ call, prompt }) => {
    const [first] = call.messages;
    if (call.tools.steps === undefined || first?.role === 'tool')
      return { content: prompt.split('\n---\n').at(-1) ?? '' };
    return research('deeper');
  };

  it('let them ask one another five deep', async () => {
    const { result, world } = await ran(nested(7), deeper);
    expect(world.children).toHaveLength(5);
    expect(result).toMatchObject({
      success: true,
      content: expect.stringContaining('5 deep at most'),
    });
  });

  it('let a run ask a hundred times in all', async () => {
    const { result, world, told } = await ran(
      agent('Boss', { maxTurns: 200, tools: [tool(agent('Ann'))] }),
      ({ agentName, call }) => {
        if (agentName !== 'Boss') return { content: 'so' };
        return call.messages[0]?.role === 'tool' && call.messages[0].failed
          ? { content: 'enough' }
          : research('again');
      },
    );
    expect(world.children).toHaveLength(100);
    expect(told?.[0]).toMatchObject({ failed: true, text: expect.stringContaining('100 calls') });
    expect(result).toMatchObject({ success: true, content: 'enough', toolCalls: 101 });
  });

  it('hold for all runs inside it together, whichever of them asks', async () => {
    const greedy = (name: string, tools: StepToolInput[]) => agent(name, { maxTurns: 500, tools });
    const worker = (name: string) => greedy(name, [tool(agent('Leaf'), 'leaf')]);
    const four = Array.from({ length: 4 }, (_, index) => worker(`Worker ${index}`));
    const panel: StepInput = { kind: 'parallel', agents: four };
    const spec = greedy('Boss', [tool(panel), tool(agent('Leaf'), 'leaf')]);
    const { result, world } = await ran(spec, ({ agentName, call }) => {
      if (agentName === 'Leaf') return { content: 'so' };
      const wasRefused = call.messages.some((each) => each.role === 'tool' && each.failed);
      if (wasRefused) return { content: 'enough' };
      return agentName === 'Boss'
        ? asks(['research', { input: 'a' }], ['leaf', { input: 'b' }])
        : asks(['leaf', { input: 'c' }], ['leaf', { input: 'd' }]);
    });
    expect(result).toMatchObject({ success: true, content: 'enough' });
    const asked = world.children.filter((id) => /-(research|leaf)$/.test(id));
    expect(asked.length).toBeLessThanOrEqual(100);
    expect(asked.length).toBeGreaterThan(90);
  });

  it('count what a run inside it has left as left', async () => {
    const lazy = agent('Lazy', { tools: [tool(agent('Leaf'), 'leaf')] });
    const spec = agent('Boss', { maxTurns: 200, tools: [tool(lazy)] });
    const { world } = await ran(spec, ({ agentName, call }) => {
      if (agentName !== 'Boss') return { content: 'I ask nobody' };
      const isRefused = call.messages.some((each) => each.role === 'tool' && each.failed);
      return isRefused ? { content: 'enough' } : research('again');
    });
    expect(world.children).toHaveLength(100);
  });
});
