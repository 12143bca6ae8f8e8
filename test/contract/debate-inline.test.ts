import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { prosCons } from '../../src/core/teams.ts';
import {
  type AskedCall,
  memoryWorld,
  type Script,
  type WorldOptions,
} from '../support/memory-host.ts';

const agent = (name: string, more: object = {}) => ({
  ...{ kind: 'agent' as const, name, provider: 'scripted' },
  ...more,
});
const agents = [agent('Ann'), agent('Ben'), agent('Cem')];
const names = ['Ann', 'Ben', 'Cem'];

const roundOf = ({ call }: AskedCall) => Number(/^r(\d+)-/.exec(call.key.step)?.[1] ?? -1);

const said = (answer: string, more: object = {}) => ({
  ...{ statement: `I say ${answer}.`, answer, confidence: 0.8, changedBy: null },
  ...more,
});

interface Play {
  /** What a debater says in a round. */
  says?: (name: string, round: number) => object;
  /** Positions, and who holds them. */
  positions?: (asked: AskedCall) => object[];
  vote?: string;
  speak?: (asked: AskedCall) => ReturnType<Script> | undefined;
}

const analysis = {
  agreed: ['that it matters'],
  contradicted: ['whether to wait'],
  onlyOne: ['Ann on the cost'],
  missing: ['what it replaces'],
};
const conclusion = { analysis, conclusion: 'In the end: yes.' };

function playing({ says = () => said('yes'), positions, vote = 'A', speak }: Play): Script {
  return (asked) => {
    const special = speak?.(asked);
    if (special !== undefined) return special;
    const json = (value: object) => ({ content: JSON.stringify(value) });
    switch (asked.call.settings.output?.['title']) {
      case 'Statement':
        return json(says(asked.agentName, roundOf(asked)));
      case 'Positions':
        return json({ options: positions?.(asked) ?? [{ position: 'yes' }, { position: 'no' }] });
      case 'Vote':
        return json({ option: vote, confidence: 1, changed: false, why: 'so' });
      case 'Conclusion':
        return json(conclusion);
      default:
        return { content: `${asked.agentName} speaks` };
    }
  };
}

async function debate(play: Play, config: object = {}, options: WorldOptions = {}) {
  const world = memoryWorld(playing(play), options);
  const result = await world.run(parseStep({ kind: 'debate', agents, ...config }));
  const steps = world.calls.map(({ call }) => call.key.step);
  const promptAt = (step: string) =>
    world.calls.find(({ call }) => call.key.step === step)?.prompt ?? '';
  return { result: result as DebateResult, steps, promptAt, world };
}

const split = (name: string) => said(name === 'Ann' ? 'no' : 'yes');
/** In their own words at first, by letter when positions are listed. */
const byLetter = (name: string, round: number) =>
  round === 0 ? split(name) : said(name === 'Ann' ? 'B' : 'A', { otherAnswer: null });

describe('a debate whose statements hold the votes', () => {
  it('that agrees at first ends after a call a debater and the conclusion', async () => {
    const { result, steps } = await debate({
      says: (name) => said(name === 'Ben' ? 'Yes!' : 'yes'),
    });
    expect(steps).toEqual(['r0-Ann', 'r0-Ben', 'r0-Cem', 'conclusion']);
    expect(result).toMatchObject({
      success: true,
      content: 'In the end: yes.',
      conclusion: 'In the end: yes.',
      roundsCompleted: 0,
      consensusReached: true,
      stoppedBy: 'supermajority',
      tally: [{ id: 'A', position: 'yes', votes: 3 }],
      plainVote: { position: 'yes', consensus: true },
      analysis,
    });
  });

  it('pros and cons with one round takes eight calls, and has the fields it had with fourteen', async () => {
    const team = { ...prosCons({ provider: 'scripted' }), rounds: 1, consensus: 'unanimous' };
    const run = async (votes: string, play: Play) => {
      const world = memoryWorld(playing(play));
      const result = await world.run(parseStep({ ...team, votes }));
      return { calls: world.calls.length, result };
    };
    const inline = await run('inline', {
      says: (name, round) =>
        round === 0 ? said(name) : said('A', { otherAnswer: null, changedBy: 'Critic' }),
      positions: () => [
        { position: 'Advocate' },
        { position: 'Critic' },
        { position: 'Pragmatist' },
      ],
    });
    const separate = await run('separate', { vote: 'other' });
    expect(separate.calls).toBe(15); // 14, and the positions once more, as nobody votes for one
    expect(inline.calls).toBe(8);
    expect(Object.keys(inline.result).toSorted()).toEqual(Object.keys(separate.result).toSorted());
    expect(inline.result).toMatchObject({ roundsCompleted: 1, consensusReached: true });
  });

  it('keeps statements as texts, with the answer and the confidence beside them', async () => {
    const { result } = await debate({ says: split }, { rounds: 0 });
    expect(result.messages[0]).toEqual({
      ...{ round: 0, agentName: 'Ann', content: 'I say no.', answer: 'no', confidence: 0.8 },
    });
    const long = 'word '.repeat(500);
    const { promptAt, result: other } = await debate(
      { says: (name) => said(name, { statement: `${long}by ${name}` }) },
      { rounds: 1 },
    );
    expect(promptAt('r1-Ben')).toContain(
      `<answer agent="Ann">\n${long}by Ann\n\nAnswer: Ann (confidence 0.8)\n</answer>`,
    );
    expect(promptAt('conclusion')).not.toContain('"statement"');
    expect(other.messages[0]?.content).toMatchObject({ parts: [{ field: 'statement' }] });
  });

  it('asks the moderator for positions only where answers differ in more than wording, once', async () => {
    const { steps, result, promptAt } = await debate(
      { says: byLetter },
      { rounds: 2, consensus: 'unanimous' },
    );
    expect(steps.filter((step) => step.endsWith('positions'))).toEqual(['r0-positions']);
    expect(promptAt('r0-positions')).toContain('<answer agent="Ann">\nno\n</answer>');
    expect(promptAt('r1-Ann')).toContain('- A: yes\n- B: no\n- other: none of these');
    expect(result.tally).toMatchObject([{ votes: 2 }, { votes: 1 }]);
    expect(result.dissent).toMatchObject([{ agentName: 'Ann', option: 'B' }]);
  });

  it('takes the holders that the moderator names, whatever the words', async () => {
    const { result } = await debate(
      {
        says: (name) => said(`in the words of ${name}`),
        positions: () => [
          { position: 'adopt it', holders: ['Ann', 'Cem'] },
          { position: 'leave it', holders: ['ben'] },
        ],
      },
      { rounds: 0 },
    );
    expect(result.votes.map(({ option }) => option)).toEqual(['A', 'B', 'A']);
    expect(result.consensusReached).toBe(true);
  });

  it('lists an answer that is new, by the moderator, and then votes can be for it', async () => {
    const { result, steps } = await debate(
      {
        says: (name, round) => {
          if (round === 0) return split(name);
          if (round === 1) return said('other', { otherAnswer: `later, says ${name}` });
          return said('C', { otherAnswer: null });
        },
        positions: (asked) =>
          roundOf(asked) === 0
            ? [{ position: 'yes' }, { position: 'no' }]
            : [
                { position: 'later', holders: ['Ann', 'Ben'] },
                { position: 'No', holders: ['Cem'] },
              ],
      },
      { consensus: 'unanimous' },
    );
    expect(steps.filter((step) => step.endsWith('positions'))).toEqual([
      'r0-positions',
      'r1-positions',
    ]);
    expect(result.tally.map(({ id, position, votes }) => `${id} ${position} ${votes}`)).toEqual([
      ...['A yes 0', 'B no 0', 'C later 3'],
    ]);
    expect(result.votes.slice(3, 6).map(({ option }) => option)).toEqual(['C', 'C', 'B']);
  });

  it('whose options are given asks nobody for positions, not even where an answer is none of them', async () => {
    const { steps, promptAt, result } = await debate(
      { says: (name) => said(name === 'Ann' ? 'other' : 'B', { otherAnswer: 'LATER.' }) },
      { options: ['now', 'later', 'never'], consensus: 'unanimous', rounds: 1 },
    );
    expect(steps).toEqual(['r0-Ann', 'r0-Ben', 'r0-Cem', 'conclusion']);
    expect(promptAt('r0-Ben')).toContain(
      '- A: now\n- B: later\n- C: never\n- other: none of these',
    );
    expect(result.tally[1]).toMatchObject({ id: 'B', position: 'later', votes: 3 });
  });

  it('gives an answer that is none of the options back with the reason', async () => {
    let asked = 0;
    const { world, result } = await debate(
      { says: () => said(asked++ === 0 ? 'Z' : 'A') },
      { options: ['now', 'later'], rounds: 0 },
    );
    expect(result.consensusReached).toBe(true);
    expect(world.calls.some(({ prompt }) => prompt.includes("'Z' is not one of A, B, other"))).toBe(
      true,
    );
  });

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
