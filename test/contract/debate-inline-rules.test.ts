import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import { agent, analysis, byLetter, debate, names, said, split } from '../support/inline-debate.ts';

describe('the votes in the statements of a debate', () => {
  it('counts who is late with the answer given before', async () => {
    const { result } = await debate(
      {
        says: byLetter,
        speak: ({ call }) => {
          if (call.key.step === 'r1-Cem') throw failure(Failure.modelUnavailable, 'away');
          return undefined;
        },
      },
      { rounds: 1, consensus: 'unanimous' },
    );
    expect(result.tally).toMatchObject([{ votes: 2 }, { votes: 1 }]);
    expect(result.votes.filter(({ round }) => round === 1)).toHaveLength(2);
  });

  it('weighs votes by recalibrated confidence, and keeps the stated one', async () => {
    const { result } = await debate(
      {
        says: (name) =>
          said(name === 'Ann' ? 'no' : 'yes', { confidence: name === 'Ann' ? 1 : 0.7 }),
      },
      { rounds: 0, consensus: 'confidence-weighted' },
    );
    expect(result.tally).toMatchObject([
      { position: 'yes', votes: 2, confidence: 1.4, weight: 0.6 },
      { position: 'no', votes: 1, confidence: 1, weight: 1 },
    ]);
    expect(result.rule.reached).toBeCloseTo(1 / 1.6);
    expect(result.dissent.map(({ agentName }) => agentName)).toEqual(['Ben', 'Cem']);
  });

  it('writes down who changed sides, because of what, and how often it was for the majority', async () => {
    const { result } = await debate(
      {
        says: (name, round) =>
          round === 0
            ? split(name)
            : said('A', { otherAnswer: null, changedBy: 'Ben on the cost' }),
      },
      { consensus: 'unanimous' },
    );
    expect(result.flips).toEqual([
      {
        round: 1,
        agentName: 'Ann',
        from: 'B',
        to: 'A',
        because: 'Ben on the cost',
        toMajority: true,
      },
    ]);
    expect(result.flipsToMajority).toBe(1);
    expect(result.votes.filter(({ changed }) => changed)).toHaveLength(1);
  });

  it.each([
    ['a majority', ['majority'], 0, 'majority'],
    ['the same leader in two rounds', [{ stable: 2 }], 1, { stable: 2 }],
    ['more than half that are sure', ['unanimous', { confident: 0.8 }], 0, { confident: 0.8 }],
    ['nothing', [], 2, null],
    ['more than half that are not sure enough', [{ confident: 0.9 }], 2, null],
  ])('is ended by %s', async (_, stop, rounds, by) => {
    const { result } = await debate({ says: byLetter }, { stop, rounds: 2 });
    expect(result).toMatchObject({ roundsCompleted: rounds, stoppedBy: by });
  });

  it('is taken of debaters whose names every object knows', async () => {
    const { result } = await debate(
      {
        says: (name) => said(`in the words of ${name}`),
        positions: () => [
          { position: 'adopt it', holders: ['constructor', '__proto__'] },
          { position: 'leave it', holders: ['toString'] },
        ],
      },
      {
        agents: ['constructor', 'toString', '__proto__'].map((name) => agent(name)),
        rounds: 0,
      },
    );
    expect(result.votes.map(({ option }) => option)).toEqual(['A', 'B', 'A']);
  });

  it('in a ring shows each debater what its two neighbours say', async () => {
    const five = ['A', 'B', 'C', 'D', 'E'].map((name) => agent(name));
    const { promptAt } = await debate(
      {
        says: (name, round) => (round === 0 ? said(name) : said('A', { otherAnswer: null })),
        positions: () => names.map((position) => ({ position })),
      },
      { agents: five, peers: 'ring', rounds: 1, parallelResponses: true },
    );
    expect([...promptAt('r1-A').matchAll(/agent="(.)"/g)].map(([, name]) => name)).toEqual([
      'A',
      'B',
      'E',
    ]);
    expect([...promptAt('r1-C').matchAll(/agent="(.)"/g)].map(([, name]) => name)).toEqual([
      'B',
      'C',
      'D',
    ]);
  });

  it('repeats what was said in the same words before what is new', async () => {
    const { promptAt } = await debate(
      { says: byLetter },
      { rounds: 2, stop: [], parallelResponses: true },
    );
    const [first, second] = [promptAt('r1-Ann'), promptAt('r2-Ann')];
    const shared = first.slice(0, first.indexOf('</answers>'));
    expect(second.startsWith(shared)).toBe(true);
    expect(second).toContain('Answer: no (confidence 0.8)');
  });

  it('has patterns and agents with a form of their own vote separately', async () => {
    const panel = { kind: 'parallel', name: 'Panel', agents: [agent('X'), agent('Y')] };
    const formal = agent('Formal', { output: { type: 'object', properties: {} } });
    const { steps, result } = await debate(
      {},
      { agents: [agent('Ann'), panel, formal], rounds: 0 },
    );
    expect(steps.filter((step) => !step.startsWith('r0-Panel/'))).toEqual([
      ...['r0-Ann', 'r0-Formal', 'r0-positions', 'r0-vote-Panel', 'r0-vote-Formal', 'conclusion'],
    ]);
    expect(result.votes.map(({ agentName }) => agentName)).toEqual(['Ann', 'Panel', 'Formal']);
  });

  it('lets an agent with tools use them before its statement', async () => {
    const tools = { look: () => 'it is so' };
    const { result, world } = await debate(
      {
        speak: ({ agentName, call, prompt }) =>
          agentName === 'Ann' &&
          call.settings.output?.['title'] === 'Statement' &&
          call.key.number === 1 &&
          prompt !== ''
            ? { content: '', toolCalls: [{ id: '1', name: 'look', arguments: '{}' }] }
            : undefined,
      },
      { agents: [agent('Ann', { tools: ['look'] }), agent('Ben')], rounds: 0 },
      { tools },
    );
    expect(result).toMatchObject({ success: true, consensusReached: true });
    expect(world.calls.filter(({ agentName }) => agentName === 'Ann')).toHaveLength(2);
  });

  it('says which setting helps where models cannot answer in its form', async () => {
    const { result } = await debate({ says: () => ({}) });
    expect(result.error?.message).toMatch(/0 of 3.*votes: 'separate'/);
  });

  it('goes on from any of its checkpoints as if nothing had happened', async () => {
    const config = { rounds: 3, consensus: 'unanimous', anonymous: true };
    const plain = await debate({ says: byLetter }, config);
    const restarted = await debate({ says: byLetter }, config, { restarts: true });
    const { totalDurationMs: _, ...expected } = plain.result;
    expect(restarted.result).toMatchObject(expected);
    expect(restarted.steps).toEqual(plain.steps);
  });

  it('without the consensus that is required keeps the conclusion and the analysis', async () => {
    const { result } = await debate(
      { says: byLetter },
      { rounds: 1, consensus: 'unanimous', requireConsensus: true },
    );
    expect(result).toMatchObject({
      ...{ success: false, content: null, conclusion: 'In the end: yes.', analysis },
      error: { type: Failure.noConsensus },
    });
  });

  it('shows the moderator all rounds, and the leading position first', async () => {
    const { promptAt } = await debate({ says: byLetter }, { rounds: 1, stop: [] });
    const prompt = promptAt('conclusion');
    expect(prompt).toMatch(/Initial positions:[^]*I say no\.[^]*Round 1:[^]*I say B\./);
    expect(prompt).toMatch(/- yes: 2 votes[^\n]*it leads by the rule supermajority\n- no: 1 votes/);
  });

  it('tells the analysis as an event', async () => {
    const { world } = await debate({});
    expect(world.events).toContainEqual({ type: 'analysis.made', analysis, path: '' });
  });
});
