import { expect, it } from 'vitest';
import { debate } from '../../src/core/kinds/debate/kind.ts';
import { report } from '../../src/core/kinds/debate/report.ts';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';

it('the report of a debate shows answers, changes of sides and the analysis', () => {
  const said = { round: 1, agentName: 'Ann', content: 'I say so', answer: 'yes', confidence: 0.9 };
  const flip = { round: 1, agentName: 'Ben', from: 'B', to: 'A', because: 'the cost' };
  const result = {
    ...debate.nothing(null),
    ...{ messages: [said], flips: [{ ...flip, toMajority: true }], flipsToMajority: 1 },
    ...{ roundsCompleted: 1, stoppedBy: { stable: 2 } },
    analysis: { agreed: ['it is late'], contradicted: [], onlyOne: [], missing: ['the price'] },
  } as unknown as DebateResult<string>;
  const blocks = report(result).blocks;
  const shown = blocks.flatMap((block) => ('lines' in block ? block.lines : block.rows.flat()));
  expect(shown.map((each) => each.trim())).toEqual(
    expect.arrayContaining([
      ...['Ann', 'yes', '90 % sure', 'I say so'],
      ...['Changed sides (1 of 1 towards the majority)', 'Ben', 'B → A', 'round 1', 'the cost'],
      ...['Agreed', 'it is late', 'Missing', 'the price', 'Ended early: stable for 2'],
    ]),
  );
  expect(shown).not.toContain('Contradicted');
});
