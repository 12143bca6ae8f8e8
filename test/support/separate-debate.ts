/** Debates whose votes are cast apart from the statements. */
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { agent, roundOf } from './inline-debate.ts';
import { type AskedCall, memoryWorld, type Script, type WorldOptions } from './memory-host.ts';

export const agents = [agent('Ann'), agent('Ben'), agent('Cem')];

export const vote = (option: string, more: object = {}) => ({
  option,
  confidence: 0.8,
  changed: false,
  why: `because of ${option}`,
  ...more,
});

interface Play {
  /** The votes of a round, by debater. */
  votes?: (name: string, round: number) => object;
  positions?: string[];
  speak?: (asked: AskedCall) => ReturnType<Script>;
}

export function playing({
  votes = () => vote('A'),
  positions = ['yes', 'no'],
  speak,
}: Play): Script {
  return (asked) => {
    const title = asked.call.settings.output?.['title'];
    if (title === 'Positions') {
      return { content: JSON.stringify({ options: positions.map((position) => ({ position })) }) };
    }
    if (title === 'Vote') {
      const name = /-vote-(.+)$/.exec(asked.call.key.step)?.[1] ?? '';
      return { content: JSON.stringify(votes(name, roundOf(asked))) };
    }
    return speak?.(asked) ?? { content: `${asked.agentName} in ${asked.call.key.step}` };
  };
}

export const split = (name: string) =>
  vote(name === 'Ann' ? 'A' : 'B', { confidence: name === 'Ann' ? 0.9 : 0.3 });

export async function debate(play: Play, config: object = {}, options: WorldOptions = {}) {
  const world = memoryWorld(playing(play), options);
  const result = await world.run(
    parseStep({ kind: 'debate', votes: 'separate', agents, ...config }),
  );
  const said = world.calls.filter(({ call }) => call.settings.output === null);
  return { result: result as DebateResult, calls: world.calls, said };
}
