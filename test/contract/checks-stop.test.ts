import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import type { StepResult } from '../../src/core/kinds/step.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { type AskedCall, memoryWorld } from '../support/memory-host.ts';
import { said } from '../support/inline-debate.ts';
import { task } from '../support/supervisor-play.ts';

const agent = (name: string, more: object = {}) => ({
  ...{ kind: 'agent', name, provider: 'scripted', ...more },
});
const checked = (name: string, more: object = {}) =>
  agent(name, { checks: [{ when: 'output', by: { function: 'judge' } }], ...more });

/** Everybody answers at once but Slow, who only stops when it is cancelled. */
async function answers({ agentName, call, signal }: AskedCall) {
  if (agentName === 'Slow') await sleep(20_000, undefined, { signal }).catch(() => undefined);
  const form = call.settings.output?.['title'];
  if (form === 'Statement') return { content: JSON.stringify(said(`${agentName} says so`)) };
  if (form !== 'Plan') return { content: `${agentName} says so` };
  const tasks = ['Good', 'Bad', 'Slow'].map((name) => task(name, name));
  return { content: JSON.stringify({ reasoning: 'all of them', tasks }) };
}

async function run(step: object) {
  const functions = { judge: () => sleep(20).then(() => ({ stop: 'a secret' })) };
  const world = memoryWorld(answers, { functions });
  const checkpoints: object[] = [];
  world.host.checkpoint = (state) => Promise.resolve(void checkpoints.push(state));
  const result = (await world.run(parseStep(step))) as StepResult<string>;
  const asked = world.calls.map(({ agentName }) => agentName);
  return { result, asked, world, checkpoints };
}

const stopped = {
  ...{ success: false, content: null },
  error: {
    type: Failure.checkStopped,
    message: "the check 'judge' of 'Bad' has stopped the run: a secret",
    agentName: 'Bad',
  },
};
const cancelled = { success: false, error: { type: Failure.runCancelled } };

describe('a check that stops the run', () => {
  it('cancels the others of a parallel, keeps what is finished, and fails the run with its error', async () => {
    const agents = [agent('Good'), checked('Bad'), agent('Slow')];
    const { result } = await run({ kind: 'parallel', agents, quorum: 1 });
    expect(result).toMatchObject({ ...stopped, kind: 'parallel' });
    expect(result).toMatchObject({
      results: [{ success: true, content: 'Good says so' }, { error: stopped.error }, cancelled],
    });
    expect(result.totalDurationMs).toBeLessThan(5_000);
  });

  it('starts nothing any more, also where a pipeline goes on past failed steps', async () => {
    const steps = [agent('Good'), checked('Bad'), agent('Last')];
    const { result, asked } = await run({ kind: 'pipeline', steps, stopOnError: false });
    expect(result).toMatchObject(stopped);
    expect(result).toMatchObject({ steps: [{ content: 'Good says so' }, {}, cancelled] });
    expect(asked).toEqual(['Good', 'Bad']);
  });

  it('ends a supervisor, whose planner is asked no more', async () => {
    const workers = { Good: agent('Good'), Bad: checked('Bad'), Slow: agent('Slow') };
    const { result, asked, checkpoints } = await run({ kind: 'supervisor', workers });
    expect(checkpoints).toEqual([]); // it would go on as a new run there
    expect(result).toMatchObject({ ...stopped, kind: 'supervisor' });
    expect(asked.filter((name) => name !== 'Slow')).toEqual(['Planner', 'Good', 'Bad']);
    expect(result.totalDurationMs).toBeLessThan(5_000);
  });

  it('ends a debate in its first round', async () => {
    const agents = [agent('Good'), checked('Bad'), agent('Slow')];
    const { result, asked } = await run({ kind: 'debate', agents });
    expect(result).toMatchObject({ ...stopped, kind: 'debate' });
    expect(asked.toSorted()).toEqual(['Bad', 'Good', 'Slow']);
  });

  it.each([
    ['inside this run', {}],
    ['as runs of their own', { tools: ['look'] }],
  ])('ends the outermost run from patterns %s', async (_, more) => {
    const inner = { kind: 'parallel', agents: [agent('Good'), checked('Bad', more)] };
    const step = {
      kind: 'pipeline',
      name: 'inner',
      steps: [inner, agent('Next')],
      stopOnError: false,
    };
    const outer = { kind: 'parallel', agents: [step, agent('Slow', more)] };
    const { result, asked, world } = await run(outer);
    expect(result).toMatchObject({ ...stopped, results: [{ success: false }, cancelled] });
    expect(asked).not.toContain('Next');
    expect(world.children.length > 0).toBe('tools' in more);
    const found = JSON.stringify(result);
    expect(found).toContain('Good says so');
    expect(result.totalDurationMs).toBeLessThan(5_000);
  });

  it('has no further tool call of its turn made', async () => {
    let ran = 0;
    const look = () => sleep(20).then(() => `seen ${(ran += 1)}`);
    const names = ['bad', ...Array.from({ length: 25 }, () => 'look')];
    const toolCalls = names.map((name, at) => ({ id: `c${at}`, name, arguments: '{}' }));
    const functions = { judge: () => ({ stop: 'a secret' }) };
    const world = memoryWorld(() => ({ toolCalls }), { functions, tools: { look } });
    const checks = [{ when: 'toolCall', by: { function: 'judge' }, tools: ['bad'] }];
    const result = await world.run(parseStep(agent('Bad', { tools: ['look', 'bad'], checks })));
    expect(result).toMatchObject({ ...stopped, turns: 1, checks: [{ tool: 'bad' }] });
    expect(world.calls).toHaveLength(1);
    expect(ran).toBeLessThan(10);
  });
});
