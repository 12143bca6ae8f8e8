import { otherOption } from '../../../src/core/kinds/debate/consensus.ts';
import { fromSchema, type SchemaNode, type ValuePath } from '../../../src/simulated-model/index.ts';
import { choicesIn } from './asked.ts';
import { answerMark, type Letter } from './questions.ts';

/** What a typed reply is made from. */
export interface Opinion {
  /** The position that it is for. */
  letter: Letter;
  /** 0 to 1. */
  confidence: number;
  changed: boolean;
  /** What the first text of the reply says, and any other one. */
  text: string;
  short: string;
  /** All answers that the reply can list as positions. */
  positions: readonly Letter[];
}

/** A reply of any form: choices are for the position, numbers are the confidence, texts say it. */
export function typedReply(schema: SchemaNode, prompt: string, opinion: Opinion): string {
  let said = false;
  const choose = (path: ValuePath, node: SchemaNode) => {
    if (Array.isArray(node['enum']))
      return chosen(node['enum'].map(String), prompt, opinion.letter);
    if (listsPositions(node)) return opinion.positions.map((each) => ({ position: right(each) }));
    const types = [node['type']].flat();
    if (types.includes('number') || types.includes('integer')) return scaled(node, opinion);
    if (types.includes('boolean') && path.at(-1) === 'changed') return opinion.changed;
    if (!types.includes('string')) return undefined;
    if (types.includes('null')) return optional(path.at(-1), prompt, opinion);
    const text = said ? opinion.short : opinion.text;
    said = true;
    return text;
  };
  return JSON.stringify(fromSchema(schema, { choose }));
}

/** How a position is put into words. */
export const right = (letter: Letter) => `${answerMark(letter)} is right`;

/** The choice that stands for a letter: the one listed with it, or one of its own name, or none. */
function chosen(allowed: readonly string[], prompt: string, letter: Letter): string | undefined {
  const listed = choicesIn(prompt);
  // Where choices are listed, a choice of the letter's name may be one for another answer.
  const named =
    listed.size > 0 ? [listed.get(letter)] : [right(letter), answerMark(letter), letter];
  return (
    [...named, otherOption].find((each) => each !== undefined && allowed.includes(each)) ??
    allowed[0]
  );
}

/** A text that can be left out: what has changed the answer, or an answer that is not on the list. */
function optional(
  field: ValuePath[number] | undefined,
  prompt: string,
  { letter, changed, short }: Opinion,
): string | null {
  if (field === 'changedBy') return changed ? 'The answers of the others.' : null;
  return choicesIn(prompt).has(letter) ? null : short;
}

function listsPositions({ items }: SchemaNode): boolean {
  const { properties } = (items ?? {}) as SchemaNode;
  return typeof properties === 'object' && properties !== null && 'position' in properties;
}

/** The confidence in the bounds of a number. */
function scaled({ minimum = 0, maximum = 1, type }: SchemaNode, { confidence }: Opinion): number {
  const [low, high] = [Number(minimum), Number(maximum)];
  const value = low + confidence * (high - low);
  return [type].flat().includes('integer') ? Math.round(value) : value;
}
