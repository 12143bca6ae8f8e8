import type { LoopResult } from '../../src/core/kinds/loop/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { type AskedCall, memoryWorld, type Script, type WorldOptions } from './memory-host.ts';

export const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'scripted' });

/** A verdict of a script; the feedback says which of them it is. */
export const verdict = (passed: boolean, score: number, feedback = `say ${score}`) => ({
  passed,
  score,
  feedback,
});

interface Play {
  /** What the writer says in each pass; the last repeats. */
  says?: (string | Error)[];
  /** What the judge replies to each; the last repeats. */
  verdicts?: (object | Error)[];
}

/** A writer and a judge that say one thing after the other. */
export function playing({ says = [], verdicts = [verdict(true, 1)] }: Play): Script {
  const seen = { says: 0, verdicts: 0 };
  return ({ agentName, call }: AskedCall) => {
    if (call.settings.output?.['title'] !== 'Verdict') {
      const said = says[Math.min(seen.says++, says.length - 1)];
      if (said instanceof Error) throw said;
      return { content: said ?? `${agentName} in pass ${seen.says}` };
    }
    const given = verdicts[Math.min(seen.verdicts++, verdicts.length - 1)];
    if (given instanceof Error) throw given;
    return { content: JSON.stringify(given) };
  };
}

/** Runs a loop of a writer, by default under a judge. */
export async function repeat(play: Play, config: object = {}, options: WorldOptions = {}) {
  const world = memoryWorld(playing(play), options);
  const spec = { kind: 'loop', step: agent('Writer'), until: { judge: agent('Judge') }, ...config };
  const result = await world.run(parseStep(spec));
  const named = (name: string) => world.calls.filter((call) => call.agentName === name);
  return { result: result as LoopResult, world, named };
}
