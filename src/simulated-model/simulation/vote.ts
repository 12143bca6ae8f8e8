import { pickNumber } from '../fingerprint.ts';
import { enumOf, type Form, schemaAt } from './form.ts';

/**
 * A vote. On the initial positions everyone holds another one; from then on debaters go over to the
 * same, all but the first of them in round 1, everyone in round 2.
 */
export function simulatedVote({ schema, prompt, name, print }: Form): object | undefined {
  const options = enumOf(schemaAt(schema, 'option')).filter((option) => option !== 'other');
  if (options.length === 0) return undefined;
  const round = roundIn(prompt);
  const place = placeOf(name, prompt);
  const option = choiceOf(options, place, round);
  const changed = round > 0 && option !== choiceOf(options, place, round - 1);
  const held = changed ? 'What was said in this round speaks for' : 'The reasons still speak for';
  return {
    why: `${held} position ${option} (simulated).`,
    option,
    confidence: (60 + pickNumber(print, 31)) / 100,
    changed,
  };
}

/** The third option, or the last where there are fewer, is the one that all can live with. */
function choiceOf(options: readonly string[], place: number, round: number): string {
  const common = options[Math.min(2, options.length - 1)] ?? '';
  if (round > (place === 0 ? 1 : 0)) return common;
  return options[place % options.length] ?? common;
}

/** The last round that the prompt quotes; 0 where it has the initial positions only. */
function roundIn(prompt: string): number {
  const rounds = [...prompt.matchAll(/^Round (\d+):$/gm)].map(([, round]) => Number(round));
  return Math.max(0, ...rounds);
}

/** The debater's place among all whom the prompt quotes, by name. */
function placeOf(name: string, prompt: string): number {
  const quoted = [...prompt.matchAll(/<answer agent="([^"<>]*)">/g)].map(([, agent = '']) => agent);
  return [...new Set([...quoted, name])].toSorted().indexOf(name);
}
