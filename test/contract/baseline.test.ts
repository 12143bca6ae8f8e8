import { describe, expect, it } from 'vitest';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput, StepResult } from '../../src/core/kinds/step.ts';
import type { RunInput } from '../../src/core/run-input.ts';
import { currentVersion } from '../../src/core/run-input.ts';
import { Baseline } from '../../src/workflows/runtime/baseline.ts';
import type { Pattern } from '../../src/workflows/runtime/step-context.ts';
import { wings } from '../../src/workflows/workflow-of.ts';
import {
  type AskedCall,
  memoryWorld,
  type Script,
  type WorldOptions,
} from '../support/memory-host.ts';

const agent = (name: string, more: object = {}) => ({
  kind: 'agent' as const,
  name,
  provider: 'scripted',
  model: `of ${name}`,
  ...more,
});
const pair: StepInput = { kind: 'parallel', name: 'Pair', agents: [agent('A'), agent('B')] };
const judge = agent('Judge');

interface Case {
  given?: Partial<RunInput>;
  options?: WorldOptions;
}

/** Runs a step as the outermost one of its run, and one agent alone beside it. */
async function run(step: StepInput, script: Script, { given = {}, options = {} }: Case = {}) {
  const spec = parseStep(step);
  const world = memoryWorld(script, options);
  const ctx = world.context({ identity: { name: spec.name, id: 'run', startedAt: Date.now() } });
  const baseline = new Baseline();
  const input = { spec, input: 'Why?', baseline: true, version: currentVersion, ...given };
  const pattern = wings.patterns[spec.kind] as Pattern<typeof spec>;
  const result = await baseline.beside<StepResult>(input, ctx, () =>
    pattern(spec, input.input, ctx),
  );
  return { result, calls: world.calls, baseline, events: world.events };
}

const says = ({ agentName, call }: AskedCall) =>
  agentName === 'Judge' && call.settings.output !== null
    ? { content: JSON.stringify({ feedback: 'good', score: 1, passed: true }), cost: 0.25 }
    : { content: `from ${agentName}`, cost: 0.25 };

describe('a baseline', () => {
  it.each<[string, StepInput]>([
    ['an agent', agent('A')],
    ['a parallel', pair],
    ['a pipeline', { kind: 'pipeline', steps: [agent('A'), agent('B')] }],
    ['a loop', { kind: 'loop', step: agent('A'), until: { judge } }],
  ])(
    'answers the same input beside %s, alone and on the model of its first agent',
    async (_, step) => {
      const { result, calls } = await run(step, says);
      const alone = calls.filter(({ agentName }) => agentName === 'Baseline');
      expect(alone).toHaveLength(1);
      expect(alone[0]).toMatchObject({
        prompt: 'Why?',
        call: { key: { step: 'baseline' }, settings: { provider: 'scripted', model: 'of A' } },
      });
      expect(result).toMatchObject({
        success: true,
        baseline: { kind: 'agent', success: true, content: 'from Baseline', error: null },
      });
      expect(result.content).not.toContain('Baseline');
    },
  );

  it('counts once in the totals of the run', async () => {
    const { result } = await run(pair, says);
    expect(result.baseline).toMatchObject({ totalCost: 0.25, usage: { calls: 1 } });
    expect(result).toMatchObject({ totalCost: 0.75, usage: { calls: 3 } });
  });

  it('is there beside a run that fails', async () => {
    const { result } = await run(pair, ({ agentName }) => {
      if (agentName !== 'Baseline') throw new Error('down');
      return { content: 'all the same' };
    });
    expect(result).toMatchObject({ success: false, baseline: { content: 'all the same' } });
  });

  it('that fails is a warning, and the run goes on', async () => {
    const { result } = await run(pair, (asked) => {
      if (asked.agentName === 'Baseline') throw new Error('down');
      return says(asked);
    });
    expect(result).toMatchObject({ success: true, baseline: { success: false, content: null } });
    expect(result.warnings).toEqual([
      expect.objectContaining({
        type: 'Part.Failed',
        path: 'baseline',
        message: expect.stringContaining('The baseline failed'),
      }),
    ]);
  });

  it('that was asked before a run goes on as a new one is not asked again', async () => {
    const first = await run(pair, says);
    const earlier = await first.baseline.result;
    const resume = { state: {}, startedAt: 0, baseline: JSON.parse(JSON.stringify(earlier)) };
    const { result, calls } = await run(pair, says, { given: { resume } });
    expect(calls.map(({ agentName }) => agentName)).toEqual(['A', 'B']);
    expect(result.baseline?.content).toBe('from Baseline');
    expect(result.totalCost).toBe(0.75);
  });

  it('is of the outermost run only, and only where it was asked for', async () => {
    const child = { run: 'outer', deadline: null };
    for (const given of [{ parent: child }, { baseline: false }]) {
      const { result, calls } = await run(pair, says, { given });
      expect(calls).toHaveLength(2);
      expect(result).not.toHaveProperty('baseline');
    }
  });

  it('changes nothing of what is known of its user', async () => {
    const { calls } = await run(agent('A'), says, { options: { user: 'u' } });
    const tools = Object.fromEntries(
      calls.map(({ agentName, call }) => [agentName, call.tools.memory]),
    );
    expect(tools).toEqual({ A: true, Baseline: false });
  });
});
