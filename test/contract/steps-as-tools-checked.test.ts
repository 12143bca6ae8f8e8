import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import type {
  AgentInput,
  AgentResult,
  CheckInput,
  StepToolInput,
} from '../../src/core/kinds/agent/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { saidYes } from '../support/memory-people.ts';
import { memoryWorld, type Script, type WorldOptions } from '../support/memory-host.ts';

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  ...{ kind: 'agent', name, provider: 'scripted' },
  ...more,
});
const tool = (step: StepInput, name: string): StepToolInput => ({
  ...{ step, name, description: `asks ${name}` },
});
const check = (when: CheckInput['when'], tools?: string[]): CheckInput => ({
  ...{ when, by: { function: 'judge' } },
  ...(tools === undefined ? {} : { tools }),
});
const boss = (checks: CheckInput[], more: Partial<AgentInput> = {}) =>
  agent('Boss', { tools: [tool(agent('Ann'), 'research')], checks, ...more });

const asks = (...names: string[]) => ({
  content: 'I ask.',
  toolCalls: names.map((name, at) => ({
    ...{ id: `call-${at}`, name, arguments: `{"input":"about ${name}"}` },
  })),
});

/** Boss asks once and answers then; the others say who they are. */
const play =
  (...names: string[]): Script =>
  ({ agentName, call }) => {
    if (agentName !== 'Boss') return { content: `from ${agentName}` };
    return call.messages[0]?.role === 'tool' ? { content: 'Tea.' } : asks(...names);
  };

async function ran(spec: StepInput, options: WorldOptions, script = play('research')) {
  const world = memoryWorld(script, options);
  const result = (await world.run(parseStep(spec))) as AgentResult;
  /** What Boss is told of its calls. */
  const told = world.calls.findLast(({ agentName }) => agentName === 'Boss')?.call.messages;
  const asked = world.calls.map(({ agentName }) => agentName);
  const said = told?.map(({ text }) => world.read(text));
  return { result, world, told, said, asked };
}

const judge = (verdict: unknown) => ({ functions: { judge: () => verdict } });

describe('a check of a step as a tool', () => {
  it('sees what the step is asked, and what it says', async () => {
    const seen: string[] = [];
    const note = (text: string) => (seen.push(text), 'pass');
    const checks = [check('toolCall', ['research']), check('toolResult')];
    const { result, said } = await ran(boss(checks), { functions: { judge: note } });
    expect(seen).toEqual(['{"input":"about research"}', 'from Ann']);
    expect(said).toEqual(['from Ann']);
    const made = { name: 'judge', decision: 'pass', reason: null, tool: 'research' };
    expect(result).toMatchObject({ success: true, content: 'Tea.', toolCalls: 1 });
    expect(result.checks).toEqual([
      { ...made, when: 'toolCall' },
      { ...made, when: 'toolResult' },
    ]);
  });

  it('has another thing asked where it rewrites the call', async () => {
    const checks = [check('toolCall')];
    const { world } = await ran(boss(checks), judge({ rewrite: '{"input":"about tea"}' }));
    expect(world.calls[1]).toMatchObject({ agentName: 'Ann', prompt: 'about tea' });
  });

  it('has nobody asked where it sends the call back', async () => {
    const { world, told, result } = await ran(
      boss([check('toolCall')]),
      judge({ sendBack: 'not like this' }),
    );
    expect(world.children).toEqual([]);
    expect(told).toMatchObject([{ failed: true, text: expect.stringContaining('not like this') }]);
    expect(result).toMatchObject({ success: true, content: 'Tea.' });
  });

  it('puts another text in the place of what the step has said', async () => {
    const { said } = await ran(boss([check('toolResult')]), judge({ rewrite: 'from somebody' }));
    expect(said).toEqual(['from somebody']);
  });

  it('withholds what the step has said', async () => {
    const { told, said } = await ran(boss([check('toolResult')]), judge({ sendBack: 'secret' }));
    expect(told).toMatchObject([{ failed: true }]);
    expect(said).toEqual([expect.stringMatching(/is withheld: secret$/)]);
  });

  it('sees and rewrites what is long as well', async () => {
    const long = 'tea '.repeat(2_000);
    const script: Script = (asked) =>
      asked.agentName === 'Ann' ? { content: long } : play('research')(asked);
    const seen: string[] = [];
    const louder = (text: string) => (seen.push(text), { rewrite: text.toUpperCase() });
    const { said } = await ran(
      boss([check('toolResult')]),
      { functions: { judge: louder } },
      script,
    );
    expect(seen).toEqual([long]);
    expect(said).toEqual([long.toUpperCase()]);
  });

  it('is about the tools that it names, steps or not', async () => {
    const tools = ['look', tool(agent('Ann'), 'research'), tool(agent('Ben'), 'ask')];
    const { said } = await ran(
      boss([check('toolResult', ['research'])], { tools }),
      { ...judge({ rewrite: 'checked' }), tools: { look: () => 'blue' } },
      play('look', 'research', 'ask'),
    );
    expect(said).toEqual(['blue', 'checked', 'from Ben']);
  });

  it('has the last word before a person is asked to allow the call', async () => {
    const shown: unknown[] = [];
    const spec = boss([check('toolCall')], { approve: ['research'] });
    const { asked } = await ran(spec, {
      ...judge({ rewrite: '{"input":"about tea"}' }),
      person: (question) => {
        shown.push(question.approval?.args);
        return { ...saidYes(question), approved: false };
      },
    });
    expect(shown).toEqual(['{"input":"about tea"}']);
    expect(asked).toEqual(['Boss', 'Boss']);
  });

  it('may be an agent, whose title is its own beside those of the steps', async () => {
    const by = { agent: agent('Judge') };
    const script: Script = (asked) =>
      asked.agentName === 'Judge'
        ? { content: '{"reason":"","decision":"pass","text":null}' }
        : play('research')(asked);
    const spec = boss([{ when: 'toolResult', by }]);
    const { result, asked, world } = await ran(spec, {}, script);
    expect(asked).toEqual(['Boss', 'Ann', 'Judge', 'Boss']);
    expect(result.usage.calls).toBe(4);
    const started = world.events.filter(({ type }) => type === 'step.started');
    expect(started.map(({ path }) => path)).toEqual(['1.1-research', 'check-1-toolResult-1.0']);
  });
});

describe('a check that stops the run', () => {
  const stopped = {
    ...{ success: false, content: null },
    error: {
      type: Failure.checkStopped,
      message: "the check 'judge' of 'Ann' has stopped the run: a secret",
    },
  };
  const stops = judge({ stop: 'a secret' });
  const ann = agent('Ann', { checks: [check('output')] });
  const asking = (...more: StepToolInput[]) =>
    agent('Boss', { tools: [tool(ann, 'research'), ...more] });

  it('ends it from a step that was asked as a tool, too', async () => {
    const { result, asked } = await ran(asking(), stops);
    expect(result).toMatchObject({ ...stopped, turns: 1, toolCalls: 1, usage: { calls: 2 } });
    expect(asked).toEqual(['Boss', 'Ann']);
  });

  it('ends it from any depth, and the steps that are under way at the same time', async () => {
    const slow: Script = async (asked) => {
      if (asked.agentName === 'Slow')
        await sleep(20_000, undefined, { signal: asked.signal }).catch(() => undefined);
      return await play('research', 'wait')(asked);
    };
    const inner = { kind: 'pipeline', name: 'inner', steps: [ann, agent('Next')] } as const;
    const tools = [tool(inner, 'research'), tool(agent('Slow'), 'wait')];
    const steps = [agent('Boss', { tools }), agent('Last')];
    const spec: StepInput = { kind: 'pipeline', steps, stopOnError: false };
    const { result, asked } = await ran(spec, stops, slow);
    expect(result).toMatchObject(stopped);
    expect(result).toMatchObject({ steps: [{ error: stopped.error }, { success: false }] });
    expect(asked.toSorted()).toEqual(['Ann', 'Boss', 'Slow']);
    expect(result.totalDurationMs).toBeLessThan(5_000);
  });

  it('has the steps of its turn not asked, where it is about a call of one', async () => {
    const steps = { tools: [tool(agent('Ann'), 'research'), tool(agent('Ben'), 'ask')] };
    const spec = boss([check('toolCall')], steps);
    const { result, world } = await ran(spec, stops, play('research', 'ask'));
    expect(result.error?.type).toBe(Failure.checkStopped);
    expect(world.children).toEqual([]);
  });
});
