import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { type AskedCall, memoryWorld, type Script, type WorldOptions } from './memory-host.ts';

export const agent = (name: string, more: object = {}) => ({
  ...{ kind: 'agent' as const, name, provider: 'scripted' },
  ...more,
});
const agents = [agent('Ann'), agent('Ben'), agent('Cem')];
export const names = ['Ann', 'Ben', 'Cem'];

export const roundOf = ({ call }: AskedCall) => Number(/^r(\d+)-/.exec(call.key.step)?.[1] ?? -1);

export const said = (answer: string, more: object = {}) => ({
  ...{ statement: `I say ${answer}.`, answer, confidence: 0.8, changedBy: null },
  ...more,
});

export interface Play {
  /** What a debater says in a round. */
  says?: (name: string, round: number) => object;
  /** Positions, and who holds them. */
  positions?: (asked: AskedCall) => object[];
  vote?: string;
  speak?: (asked: AskedCall) => ReturnType<Script> | undefined;
}

export const analysis = {
  agreed: ['that it matters'],
  contradicted: ['whether to wait'],
  onlyOne: ['Ann on the cost'],
  missing: ['what it replaces'],
};
const conclusion = { ...analysis, conclusion: 'In the end: yes.' };

export function playing({ says = () => said('yes'), positions, vote = 'A', speak }: Play): Script {
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

export async function debate(play: Play, config: object = {}, options: WorldOptions = {}) {
  const world = memoryWorld(playing(play), options);
  const result = await world.run(parseStep({ kind: 'debate', agents, ...config }));
  const steps = world.calls.map(({ call }) => call.key.step);
  const promptAt = (step: string) =>
    world.calls.find(({ call }) => call.key.step === step)?.prompt ?? '';
  return { result: result as DebateResult, steps, promptAt, world };
}

export const split = (name: string) => said(name === 'Ann' ? 'no' : 'yes');
/** In their own words at first, by letter when positions are listed. */
export const byLetter = (name: string, round: number) =>
  round === 0 ? split(name) : said(name === 'Ann' ? 'B' : 'A', { otherAnswer: null });
