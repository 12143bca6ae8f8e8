import { TimeoutFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld, type Script } from '../support/memory-host.ts';
import { review, supervise, task } from '../support/supervisor-play.ts';

const agent = (name: string, more: object = {}) => ({
  ...{ kind: 'agent' as const, name, provider: 'scripted' },
  ...more,
});

const down = (what: string) => failure(Failure.modelUnavailable, `${what} is down`);

async function debate(script: Script, more: object = {}) {
  const world = memoryWorld(script);
  const agents = [agent('Ann'), agent('Ben')];
  const spec = { kind: 'debate', votes: 'separate', name: 'D', agents, rounds: 1, ...more };
  return (await world.run(parseStep(spec))) as DebateResult;
}

const positions = { content: JSON.stringify({ options: [{ position: 'Yes.' }] }) };

describe('a part that failed leaves a trace in', () => {
  it('a debate in which no vote can be taken, because nobody names the positions', async () => {
    const result = await debate(({ call }) => {
      if (call.settings.output !== null) throw down('the moderator');
      return {};
    });
    expect(result).toMatchObject({ success: true, votes: [] });
    expect(result.warnings).toEqual([
      {
        type: 'Part.Failed',
        path: 'r0-positions',
        message:
          'naming the positions after the initial positions, without which no vote can be taken, failed: the moderator is down',
      },
      expect.objectContaining({ path: 'r1-positions' }),
    ]);
  });

  it('a debate whose votes fail, each with its reason', async () => {
    const result = await debate(({ agentName, call }) => {
      const title = call.settings.output?.['title'];
      if (title === 'Vote') throw down(agentName);
      return title === undefined ? {} : positions;
    });
    expect(result).toMatchObject({ success: true, votes: [] });
    expect(result.warnings.map(({ path, message }) => [path, message])).toEqual([
      ['r0-vote-Ann', "the vote of 'Ann' after the initial positions failed: Ann is down"],
      ['r0-vote-Ben', "the vote of 'Ben' after the initial positions failed: Ben is down"],
      ['r1-vote-Ann', "the vote of 'Ann' after round 1 failed: Ann is down"],
      ['r1-vote-Ben', "the vote of 'Ben' after round 1 failed: Ben is down"],
    ]);
  });

  it('a debate in which somebody no longer answers', async () => {
    const script: Script = ({ call, agentName }) => {
      if (call.key.step === 'r1-Ben') throw down(agentName);
      return call.settings.output === null ? {} : positions;
    };
    const { warnings, messages } = await debate(script);
    expect(messages).toHaveLength(3);
    expect(warnings).toContainEqual({
      ...{ type: 'Part.Failed', path: 'r1-Ben' },
      message: "the statement of 'Ben' in round 1 failed: Ben is down",
    });
  });

  it('not one that fails for it, and says so itself', async () => {
    const result = await debate(({ agentName }) => {
      throw down(agentName);
    });
    expect(result).toMatchObject({ success: false, warnings: [] });
    expect(result.error?.message).toContain('Ann is down');
  });

  it('a supervisor whose review, task or next plan fails', async () => {
    const { result } = await supervise({
      plans: [[task('t1', 'A'), task('t2', 'B')], []],
      reviews: [review(false)],
      worker: ({ agentName }) => {
        if (agentName === 'B') throw down('B');
        return {};
      },
    });
    expect(result.success).toBe(true);
    expect(result.endedBecause).toBe('planningFailed');
    expect(result.warnings.map(({ path, message }) => [path, message])).toEqual([
      [expect.stringMatching(/t2/), "task t2 of 'B' (plan 1) failed: B is down"],
      ['plan-2', expect.stringMatching(/^plan 2 failed: 'Planner' gave no usable reply/)],
    ]);
  });

  it('an agent whose tool timed out, and in all that is around it', async () => {
    const world = memoryWorld(({ call }) =>
      call.key.number === 1
        ? { content: '', toolCalls: [{ id: 'c', name: 'look', arguments: '{}' }] }
        : { content: 'Without it.' },
    );
    world.host.runTool = () =>
      Promise.reject(new TimeoutFailure('late', undefined, 'START_TO_CLOSE'));
    const looker = agent('Ann', { tools: ['look'] });
    const inner = { kind: 'pipeline', name: 'P', steps: [looker] };
    const spec = parseStep({ kind: 'parallel', name: 'All', agents: [inner] });
    const result = await world.run(spec);
    expect(result).toMatchObject({ success: true });
    expect(result.warnings).toEqual([
      {
        ...{ type: 'Part.Failed', path: 'P/1-Ann' },
        message:
          "a call of the tool 'look' failed: tool 'look' gave no answer: it took too long, or its worker was lost",
      },
    ]);
  });
});
