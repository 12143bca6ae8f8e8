import { ownTag, questionTag } from '../kinds/debate/prompts.ts';
import { requestTag, resultTag } from '../kinds/supervisor/prompts.ts';
import { answerTag } from '../render.ts';

/** Elements that the next prompt of the same agent repeats, with more of them behind. */
const repeated = [questionTag, requestTag, answerTag, ownTag, resultTag];

const end = new RegExp(`</(?:${repeated.join('|')})>`, 'g');

/** Places at which a prompt is cut; counted from its beginning, as that is what has to stay the same. */
const cutsAtMost = 200;

/**
 * A prompt in pieces, cut behind what later prompts of the same agent repeat: the beginning that two
 * of them share ends where a piece of both ends.
 */
export function repeatedParts(prompt: string): string[] {
  const cuts: number[] = [];
  for (const { 0: tag, index } of prompt.matchAll(end)) {
    if (cuts.push(index + tag.length) === cutsAtMost) break;
  }
  const pieces = [0, ...cuts].map((from, index) => prompt.slice(from, cuts[index]));
  const rest = pieces.pop() ?? '';
  const before = pieces.pop();
  if (before === undefined) return [rest];
  return rest.trim() === '' ? [...pieces, before + rest] : [...pieces, before, rest];
}
