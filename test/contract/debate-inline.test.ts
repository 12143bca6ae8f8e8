import { describe, expect, it } from 'vitest';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { prosCons } from '../../src/core/teams.ts';
import {
  type Play,
  analysis,
  byLetter,
  debate,
  playing,
  roundOf,
  said,
  split,
} from '../support/inline-debate.ts';
import { memoryWorld } from '../support/memory-host.ts';

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
});
