import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { agent, roundOf } from '../support/inline-debate.ts';
import { type AskedCall, memoryWorld } from '../support/memory-host.ts';
import { agents, debate, playing, split, vote } from '../support/separate-debate.ts';

describe('a debate with separate votes', () => {
  it('opens with independent positions, lets everyone answer, votes, and concludes', async () => {
    const { result, said } = await debate(
      { votes: (name, round) => (round < 2 ? split(name) : vote('A')) },
      { consensus: 'unanimous' },
    );
    expect(said.map(({ call }) => call.key.step)).toEqual([
      ...['r0-Ann', 'r0-Ben', 'r0-Cem', 'r1-Ann', 'r1-Ben', 'r1-Cem', 'r2-Ann', 'r2-Ben', 'r2-Cem'],
      'conclusion',
    ]);
    for (const { prompt } of said.slice(0, 3)) expect(prompt).not.toContain('in r0');
    expect(said[3]?.prompt).toMatch(
      /<own agent="Ann">\nAnn in r0-Ann[^]*Ben in r0-Ben[^]*Cem in r0-Cem/,
    );
    expect(result).toMatchObject({
      kind: 'debate',
      success: true,
      roundsCompleted: 2,
      conclusion: 'Moderator in conclusion',
      content: 'Moderator in conclusion',
      consensusReached: true,
      dissent: [],
    });
    expect(result.messages.map(({ round, agentName }) => `${round} ${agentName}`)).toEqual(
      [0, 1, 2].flatMap((round) => ['Ann', 'Ben', 'Cem'].map((name) => `${round} ${name}`)),
    );
    expect(result.votes).toHaveLength(9);
  });

  it('in turn lets each hear those before it in the round; in parallel nobody does', async () => {
    const heard = (said: AskedCall[]) =>
      said.find(({ call }) => call.key.step === 'r1-Ben')?.prompt.includes('Ann in r1-Ann');
    const config = { rounds: 1, stopEarly: false };
    expect(heard((await debate({}, config)).said)).toBe(true);
    expect(heard((await debate({}, { ...config, parallelResponses: true })).said)).toBe(false);
  });

  it('stops as soon as there is a consensus, also on the initial positions', async () => {
    expect((await debate({})).result.roundsCompleted).toBe(0);
    const { result } = await debate({}, { stopEarly: false, rounds: 2 });
    expect(result.roundsCompleted).toBe(2);
  });

  it('says what a plain vote would have concluded, and what the rounds after it cost', async () => {
    const { result } = await debate({
      votes: (name, round) => (round === 0 ? split(name) : vote('A')),
    });
    expect(result.plainVote).toMatchObject({ position: 'no', consensus: true });
    const longer = await debate(
      { votes: (name, round) => (round === 0 ? split(name) : vote('A')) },
      { consensus: 'unanimous' },
    );
    expect(longer.result).toMatchObject({
      plainVote: { position: 'no', consensus: false },
      tally: [
        { position: 'yes', votes: 3 },
        { position: 'no', votes: 0 },
      ],
      extraRounds: { rounds: 1, calls: 6 },
    });
    expect(longer.result.extraRounds.cost).toBeCloseTo(0.06);
    expect(longer.result.usage.calls).toBe(3 + 1 + 3 + 6 + 1);
  });

  it.each([
    ['unanimous', 2, false],
    ['supermajority', 2, true],
    ['majority', 2, true],
    ['confidence-weighted', 2, false],
  ])('by the rule %s with %i of 3 votes is a consensus: %s', async (consensus, _, reached) => {
    const { result } = await debate({ votes: split }, { consensus, rounds: 0 });
    expect(result.consensusReached).toBe(reached);
    expect(result.rule).toMatchObject({ name: consensus });
    expect(result.rule.statement).not.toBe('');
  });

  it('names those who dissent, with their reasons', async () => {
    const { result } = await debate({ votes: split }, { rounds: 0 });
    expect(result.dissent).toMatchObject([{ agentName: 'Ann', option: 'A', why: 'because of A' }]);
  });

  it('that requires a consensus fails without one, and still has its conclusion', async () => {
    const { result } = await debate(
      { votes: split },
      { consensus: 'unanimous', requireConsensus: true },
    );
    expect(result).toMatchObject({
      success: false,
      content: null,
      conclusion: 'Moderator in conclusion',
      error: { type: Failure.noConsensus },
    });
    expect(result.error?.message).toMatch(
      /all debaters vote for one option.*100 % needed, 67 % for 'no'/,
    );
  });

  it('keeps the earlier position of who is late in a round', async () => {
    const { result, said } = await debate(
      {
        votes: split,
        speak: async (asked) => {
          const slow = asked.call.key.step === 'r1-Ben';
          if (slow) await sleep(60_000, undefined, { signal: asked.signal }).catch(() => {});
          return { content: `${asked.agentName} in ${asked.call.key.step}` };
        },
      },
      { rounds: 1, roundTimeout: '60ms', parallelResponses: true, consensus: 'unanimous' },
    );
    expect(result.success).toBe(true);
    expect(
      result.messages.filter(({ round }) => round === 1).map(({ agentName }) => agentName),
    ).toEqual(['Ann', 'Cem']);
    expect(said.at(-1)?.prompt).toContain('Ben in r0-Ben');
  });

  it('fails when fewer than two give a position', async () => {
    const { result } = await debate({
      speak: ({ agentName }) => {
        if (agentName !== 'Ann') throw failure(Failure.modelUnavailable, `${agentName} is away`);
        return {};
      },
    });
    expect(result).toMatchObject({ success: false, error: { type: Failure.tooFewSucceeded } });
    expect(result.error?.message).toMatch(/1 of 3.*Ben is away/);
  });

  it('anonymous shows no names and no fixed order, the same in every replay', async () => {
    const order = async () => {
      const { said } = await debate(
        { votes: split },
        { anonymous: true, consensus: 'unanimous', rounds: 3, parallelResponses: true },
      );
      const answers = said.filter((asked) => roundOf(asked) > 1);
      for (const { prompt } of answers) expect(prompt).not.toMatch(/agent="(Ann|Ben|Cem)"/);
      return answers.map(({ prompt }) =>
        [...prompt.matchAll(/agent="(Participant .)"/g)].map(([, name]) => name).join(),
      );
    };
    const first = await order();
    expect(new Set(first).size).toBeGreaterThan(1);
    expect(await order()).toEqual(first);
  });

  it('lists new positions when somebody votes for none of those there are', async () => {
    const world = memoryWorld((asked) => {
      const title = asked.call.settings.output?.['title'];
      if (title !== 'Positions')
        return playing({ votes: (_, round) => vote(round === 0 ? 'other' : 'C') })(asked);
      const options = roundOf(asked) === 0 ? ['yes', 'no'] : ['Yes', 'later'];
      return { content: JSON.stringify({ options: options.map((position) => ({ position })) }) };
    });
    const result = (await world.run(
      parseStep({ kind: 'debate', votes: 'separate', agents }),
    )) as DebateResult;
    expect(result).toMatchObject({ roundsCompleted: 1, plainVote: { position: null } });
    expect(result.tally.map(({ id, position }) => `${id} ${position}`)).toEqual([
      'A yes',
      'B no',
      'C later',
    ]);
  });

  it('gives a vote that is none of the options back with the reason', async () => {
    let asked = 0;
    const { result, calls } = await debate({ votes: () => vote(asked++ === 0 ? 'Z' : 'A') });
    expect(result.consensusReached).toBe(true);
    expect(
      calls.some(({ prompt }) => prompt.includes("option: 'Z' is not one of A, B, other")),
    ).toBe(true);
  });

  it('takes any step as a debater; the moderator reads its vote out of what it said', async () => {
    const panel = { kind: 'parallel', name: 'Panel', agents: [agent('X'), agent('Y')] };
    const { result, calls } = await debate(
      { votes: split },
      { agents: [agent('Ann'), panel], rounds: 1, consensus: 'unanimous' },
    );
    expect(result.messages.map(({ agentName }) => agentName)).toEqual([
      'Ann',
      'Panel',
      'Ann',
      'Panel',
    ]);
    const votes = calls.filter(({ call }) => call.key.step === 'r1-vote-Panel');
    expect(votes.map(({ agentName }) => agentName)).toEqual(['Moderator']);
    expect(votes[0]?.prompt).toContain('X in');
  });

  it('keeps prompts bounded: older rounds are read as a digest', async () => {
    const long = 'word '.repeat(820);
    const { said, result } = await debate(
      { votes: split, speak: (asked) => ({ content: `${asked.call.key.step} ${long}` }) },
      { rounds: 12, consensus: 'unanimous', stopEarly: false },
    );
    expect(result.roundsCompleted).toBe(12);
    expect(result.messages).toHaveLength(39);
    const lengths = said.filter((asked) => roundOf(asked) > 0).map(({ prompt }) => prompt.length);
    expect(Math.max(...lengths.slice(-3))).toBeLessThan(1.1 * Math.max(...lengths.slice(9, 15)));
    expect(said.some(({ call }) => call.key.step === 'digest-5')).toBe(true);
    expect(said.at(-2)?.prompt).toContain('<digest>');
  });

  it('goes on from any of its checkpoints as if nothing had happened', async () => {
    const config = { rounds: 3, consensus: 'unanimous', anonymous: true };
    const plain = await debate({ votes: split }, config);
    const restarted = await debate({ votes: split }, config, { restarts: true });
    const { totalDurationMs: _, ...expected } = plain.result;
    expect(restarted.result).toMatchObject(expected);
    expect(restarted.calls.map(({ prompt }) => prompt)).toEqual(
      plain.calls.map(({ prompt }) => prompt),
    );
  });

  it('uses the moderator it is given', async () => {
    const { said } = await debate({}, { moderator: agent('Chair'), rounds: 0 });
    expect(said.at(-1)?.agentName).toBe('Chair');
  });
});
