import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { AgentInput, AgentResult, StepToolInput } from '../../src/core/kinds/agent/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { memoryWorld, type Script, type WorldOptions } from '../support/memory-host.ts';

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  ...{ kind: 'agent', name, provider: 'scripted' },
  ...more,
});
const tool = (step: StepInput, name = 'research'): StepToolInput => ({
  ...{ step, name, description: `asks ${name}` },
});
const boss = (more: Partial<AgentInput> = {}): AgentInput =>
  agent('Boss', { tools: [tool(agent('Ann'))], ...more });

const asks = (...of: (readonly [name: string, args: unknown])[]) => ({
  content: 'I ask.',
  toolCalls: of.map(([name, args], index) => ({
    id: `call-${index}`,
    name,
    arguments: typeof args === 'string' ? args : JSON.stringify(args),
  })),
});
const research = (input: string) => asks(['research', { input }]);

/** Boss plays these replies one after another, the last again and again; the others say who they are. */
function play(...replies: ReturnType<Script>[]): Script {
  let next = 0;
  return ({ agentName }) =>
    agentName === 'Boss'
      ? (replies[Math.min(next++, replies.length - 1)] ?? {})
      : { content: `from ${agentName}` };
}

async function ran(spec: StepInput, script: Script, options?: WorldOptions) {
  const world = memoryWorld(script, options);
  const result = (await world.run(parseStep(spec))) as AgentResult;
  /** What Boss is told of its calls in its last turn. */
  const told = world.calls.findLast(({ agentName }) => agentName === 'Boss')?.call.messages;
  return { result, world, told };
}

describe('a step as a tool', () => {
  it('is a run of its own that is asked what the model says, and its content is the result', async () => {
    const { result, world, told } = await ran(
      boss(),
      play(research('Find tea'), { content: 'Tea.' }),
    );
    expect(result).toMatchObject({ success: true, content: 'Tea.', turns: 2, toolCalls: 1 });
    expect(told).toEqual([{ role: 'tool', callId: 'call-0', text: 'from Ann', failed: false }]);
    expect(world.children).toEqual(['run/1.1-research']);
    expect(world.calls[1]).toMatchObject({ agentName: 'Ann', prompt: 'Find tea' });
  });

  it('is offered with its name, what it is for and one argument', async () => {
    const { world } = await ran(boss(), play({ content: 'Tea.' }));
    const { tools } = world.calls[0]!.call;
    expect(tools.registered).toBeNull();
    expect(JSON.parse(world.read(tools.steps ?? ''))).toMatchObject([
      {
        ...{ name: 'research', description: 'asks research' },
        parameters: { properties: { input: { type: 'string' } }, required: ['input'] },
      },
    ]);
    expect(world.described).toEqual([]);
  });

  it('may be any step, and counts with all that it has cost, once', async () => {
    const panel: StepInput = { kind: 'parallel', name: 'Panel', agents: [agent('A'), agent('B')] };
    const { result, world } = await ran(
      boss({ tools: [tool(panel)] }),
      play(research('tea?'), { content: 'Tea.' }),
    );
    const single = (await ran(agent('Boss'), play({ content: 'x' }))).result.totalCost ?? 0;
    expect(result.usage.calls).toBe(4);
    expect(world.calls).toHaveLength(4);
    expect(result.totalCost).toBeCloseTo(4 * single);
    expect(result).toMatchObject({ turns: 2, toolCalls: 1 });
  });

  it('is called beside the other tools of the turn', async () => {
    let running = 0;
    let most = 0;
    const turn = asks(['research', { input: 'a' }], ['look', {}], ['research', { input: 'b' }]);
    const slow = async <T>(what: T) => {
      most = Math.max(most, ++running);
      await sleep(20);
      running -= 1;
      return what;
    };
    const played = play(turn, { content: 'done' });
    const { world, told } = await ran(
      boss({ tools: ['look', tool(agent('Ann'))] }),
      (asked) =>
        asked.agentName === 'Ann' ? slow({ content: `re ${asked.prompt}` }) : played(asked),
      { tools: { look: () => slow('seen') } },
    );
    expect(most).toBe(3);
    expect(told?.map(({ text }) => text)).toEqual(['re a', 'seen', 're b']);
    expect(world.children.toSorted()).toEqual(['run/1.1-research', 'run/1.3-research']);
  });

  it('is told of: the call, the step below it, and its end', async () => {
    const { world } = await ran(boss(), play(research('tea?'), { content: 'Tea.' }));
    const about = world.events
      .filter(({ type }) =>
        ['tool.called', 'tool.ended', 'step.started', 'step.ended'].includes(type),
      )
      .map(({ type, path }) => `${type} ${path}`);
    expect(about).toEqual([
      ...['tool.called ', 'step.started 1.1-research', 'step.ended 1.1-research', 'tool.ended '],
    ]);
    expect(world.events.find(({ type }) => type === 'tool.ended')).toMatchObject({
      ...{ id: '1.0', name: 'research', result: 'from Ann', error: null },
    });
  });
});

describe('what goes wrong with a step as a tool', () => {
  const fails: Script = (asked) => {
    if (asked.agentName === 'Ann')
      throw failure(Failure.modelRejected, "Agent 'Ann' has a wrong key");
    return played(asked);
  };
  let played: Script = () => ({});

  it('is told to the model and in the warnings, and the agent goes on', async () => {
    played = play(research('tea?'), { content: 'I do not know.' });
    const { result, told } = await ran(boss(), fails);
    expect(result).toMatchObject({ success: true, content: 'I do not know.' });
    expect(told).toEqual([
      expect.objectContaining({
        failed: true,
        text: expect.stringMatching(/^'research' failed: Agent 'Ann' has a wrong key/),
      }),
    ]);
    expect(result.warnings).toMatchObject([
      {
        type: 'Part.Failed',
        message: expect.stringContaining("a call of the tool 'research' failed"),
      },
    ]);
  });

  it.each([
    ['no JSON', 'tea?', 'it is not JSON'],
    ['nothing to ask', {}, 'input: expected a string'],
    ['only spaces', { input: ' ' }, 'input: it is empty'],
  ])('such as %s is told, and asks nobody', async (_what, args, reason) => {
    const { world, told } = await ran(boss(), play(asks(['research', args]), { content: 'Oh.' }));
    expect(told?.[0]).toMatchObject({ failed: true, text: expect.stringContaining(reason) });
    expect(world.children).toEqual([]);
  });

  it('ends in time for the agent to be told', async () => {
    played = play(research('tea?'), { content: 'Too late.' });
    const { result, told } = await ran(boss({ timeout: 1_200 }), async (asked) => {
      if (asked.agentName !== 'Ann') return played(asked);
      await sleep(60_000, undefined, { signal: asked.signal }).catch(() => undefined);
      return {};
    });
    expect(result).toMatchObject({ success: true });
    expect(told?.[0]).toMatchObject({
      failed: true,
      text: expect.stringContaining('did not finish'),
    });
  });

  it('is a cancellation where the run is cancelled, and what was spent counts', async () => {
    const cancel = new AbortController();
    const world = memoryWorld(async (asked) => {
      if (asked.agentName === 'Boss')
        return asks(['research', { input: 'a' }], ['other', { input: 'b' }]);
      if (asked.agentName === 'Ben') return { content: 'quick' };
      await sleep(20);
      cancel.abort();
      return {};
    });
    const spec = boss({ tools: [tool(agent('Ann')), tool(agent('Ben'), 'other')] });
    const result = await world.run(parseStep(spec), 'q', cancel.signal);
    expect(result).toMatchObject({ success: false, error: { type: 'Run.Cancelled' } });
    expect(result.usage.calls).toBe(2);
  });
});

describe('approval of a step as a tool', () => {
  it('is asked for by its name, and without it the step is not asked', async () => {
    const answers: string[] = [];
    const { world, told, result } = await ran(
      boss({ approve: ['research'] }),
      play(research('tea?'), { content: 'Then not.' }),
      {
        person(question) {
          answers.push(question.approval?.args ?? '');
          const at = '2026-01-01T00:00:00.000Z';
          return {
            answer: null,
            approved: false,
            reason: 'too dear',
            by: 'Ada',
            at,
            means: 'signal',
          };
        },
      },
    );
    expect(answers).toEqual(['{"input":"tea?"}']);
    expect(world.children).toEqual([]);
    expect(told?.[0]).toMatchObject({ failed: true, text: expect.stringContaining('too dear') });
    expect(result.approvals).toMatchObject([{ tool: 'research', approved: false }]);
  });
});
