import type { Formed } from '../../core/form.ts';
import {
  otherOption,
  type optionsReplyForm,
  type voteReplyForm,
} from '../../core/kinds/debate/consensus.ts';
import { elementsIn } from '../../core/elements.ts';
import { knownPositions, lastRoundIn, ownTag } from '../../core/kinds/debate/prompts.ts';
import { answerIn, answerTag } from '../../core/render.ts';
import { pickNumber } from '../fingerprint.ts';
import { enumOf, type Form, schemaAt } from './form.ts';

type Positions = Formed<typeof optionsReplyForm>;
type Ballot = Formed<typeof voteReplyForm>;

/** A yes, a no and a conditional yes; asked for more, a position between the known ones. */
export function simulatedPositions({ schema, prompt, topic }: Form): Positions | undefined {
  if (schemaAt(schema, 'options', 'items', 'position') === undefined) return undefined;
  const positions = prompt.includes(knownPositions)
    ? [`A form of its own for “${topic}”, put off until more is known (simulated)`]
    : stances(topic);
  return { options: positions.map((position) => ({ position })) };
}

/** What can be held of a topic: a yes, a no, and a conditional yes. */
export function stances(topic: string): [string, string, string] {
  return [
    `Yes to “${topic}” (simulated)`,
    `No to “${topic}” (simulated)`,
    `Yes to “${topic}” within limits, and tried out first (simulated)`,
  ];
}

/**
 * A vote. On the initial positions everyone holds another one; from then on debaters go over to the
 * same, all but the first of them in round 1, everyone in round 2.
 */
export function simulatedVote({ schema, prompt, name, print }: Form): Ballot | undefined {
  const options = enumOf(schemaAt(schema, 'option')).filter((option) => option !== otherOption);
  if (options.length === 0) return undefined;
  const round = lastRoundIn(prompt);
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

/** The debater's place among all whom the prompt quotes, by the names that stand there. */
export function placeOf(name: string, prompt: string): number {
  const quoted = elementsIn(prompt, answerTag).map((each) => answerIn(each).agentName);
  const own = elementsIn(prompt, ownTag).at(-1);
  const known = own === undefined ? name : answerIn(own).agentName || name;
  return [...new Set([...quoted, known])].toSorted().indexOf(known);
}
