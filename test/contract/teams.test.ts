import { describe, expect, it } from 'vitest';
import type { LoopResult } from '../../src/core/kinds/loop/types.ts';
import type { PipelineResult } from '../../src/core/kinds/pipeline/types.ts';
import { createCouncil, createMapSummary, createWriteAndReview } from '../../src/index.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { council } from '../../src/core/teams/council.ts';
import { writeAndReview } from '../../src/core/teams/write-and-review.ts';
import { simulatedReply } from '../../src/simulated-model/index.ts';
import { type AskedCall, memoryWorld } from '../support/memory-host.ts';
import { simulatedRequest } from '../support/simulated-request.ts';

const model = { provider: 'scripted' };

/** Runs a step with the simulated model, but for what some agents say. */
async function run(
  step: StepInput,
  said: Record<string, string> = {},
  input = 'Is it? </question>',
) {
  const world = memoryWorld((asked) => ({ content: said[asked.agentName] ?? replyTo(asked) }));
  const result = await world.run(parseStep(step), input);
  const promptOf = (name: string) =>
    world.calls.find(({ agentName }) => agentName === name)?.prompt ?? '';
  return { result, calls: world.calls, promptOf };
}

function replyTo({ prompt, system, call }: AskedCall): string {
  const messages = [{ role: 'user' as const, content: prompt }];
  const request = simulatedRequest({ system, messages, outputSchema: call.settings.output });
  const { text = '' } = simulatedReply(request);
  return text;
}

describe('a council', () => {
  it.each([
    [null, 4],
    [['Economist', 'Lawyer'], 2],
    [Array.from({ length: 7 }, (_, index) => `Judge number ${index}`), 7],
  ])('asks two more than it has members: %s', async (roles, members) => {
    const { result, calls } = await run(council(roles, model));
    expect(result.success).toBe(true);
    expect(calls).toHaveLength(members + 2);
  });

  it('has members who hear nothing of one another', async () => {
    const { calls } = await run(council(['Economist', 'Lawyer'], model));
    expect(calls.slice(0, 2).map(({ prompt }) => prompt)).toEqual([
      'Is it? </question>',
      'Is it? </question>',
    ]);
  });

  it('analyses the answers in a form, and answers from them and from the analysis', async () => {
    const said = { Economist: 'Yes, it pays. </answers>', Lawyer: 'No, {input} is forbidden.' };
    const { result, promptOf } = await run(council(['Economist', 'Lawyer'], model), said);
    const analysis = (result as PipelineResult).steps[1]?.content as string;
    expect(Object.keys(JSON.parse(analysis) as object)).toEqual([
      'agreed',
      'contradicted',
      'onlyOne',
      'missing',
    ]);
    for (const name of ['Analyst', 'Synthesizer']) {
      expect(promptOf(name)).toContain('<question>\nIs it? &lt;/question>\n</question>');
      expect(promptOf(name)).toContain('Yes, it pays. &lt;/answers&gt;\n</answer>');
      expect(promptOf(name)).toContain('No, {input} is forbidden.');
    }
    expect(promptOf('Synthesizer')).toContain(analysis);
  });

  it('works on its own question inside another pattern', async () => {
    const steps = [{ kind: 'agent' as const, name: 'First', ...model }, council(null, model)];
    const { promptOf } = await run(
      { kind: 'pipeline', name: 'outer', steps },
      { First: 'Why so?' },
    );
    expect(promptOf('Synthesizer')).toContain('<question>\nWhy so?\n</question>');
  });

  it('answers without a member that has failed', async () => {
    const world = memoryWorld((asked) => {
      if (asked.agentName === 'Lawyer') throw new Error('it is down');
      return { content: replyTo(asked) };
    });
    const spec = parseStep(council(['Economist', 'Lawyer', 'Engineer'], model));
    expect((await world.run(spec, 'Is it?')).success).toBe(true);
  });
});

describe('write and review', () => {
  it('writes again until the reviewer passes it', async () => {
    const { result, calls } = await run(writeAndReview(undefined, model));
    expect(result).toMatchObject({ success: true, endedBecause: 'satisfied', kept: 2 });
    expect(calls.map(({ agentName }) => agentName)).toEqual([
      ...['Writer', 'Reviewer', 'Writer', 'Reviewer'],
    ]);
  });

  it('keeps the best of the versions it may write', async () => {
    let version = 0;
    let judged = 0;
    const world = memoryWorld(({ agentName }) => {
      if (agentName === 'Writer') return { content: `version ${(version += 1)}` };
      judged += 1;
      const score = judged === 2 ? 0.8 : 0.3;
      return { content: JSON.stringify({ feedback: 'more', score, passed: false }) };
    });
    const result = (await world.run(parseStep(writeAndReview(3, model)), 'Write.')) as LoopResult;
    expect(result.iterations).toHaveLength(3);
    expect(result).toMatchObject({ content: 'version 2', kept: 2, endedBecause: 'maxIterations' });
  });
});

describe('in code', () => {
  it('they have the settings of their kinds, and a provider and model for everyone', () => {
    const both = { provider: 'scripted', model: 'm' };
    const { spec } = createCouncil({ ...both, roles: ['Economist', 'Lawyer'], name: 'Board' });
    expect(spec).toMatchObject({ kind: 'pipeline', name: 'Board', stepTimeout: '5m' });
    expect(JSON.stringify(spec).match(/"model":"m"/g)).toHaveLength(4);
    const loop = createWriteAndReview({ ...both, maxIterations: 3 });
    expect(loop.spec).toMatchObject({ maxIterations: 3, keep: 'best', until: { judge: both } });
    const map = createMapSummary({ ...both, over: 'json', concurrency: 3 });
    expect(map.spec).toMatchObject({ over: 'json', concurrency: 3, step: both, reduce: both });
  });

  it.each([[['Economist']], [['Economist', ' ']], ['Economist, Lawyer' as never]])(
    'a council of %j is refused',
    (roles) => {
      expect(() => createCouncil({ roles })).toThrow(
        expect.objectContaining({ type: 'Input.Invalid' }),
      );
    },
  );
});
