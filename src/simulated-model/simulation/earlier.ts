import { takeElements, unescapeString } from '../../core/elements.ts';
import { withoutUser } from '../../core/prompts/user-facts.ts';
import { ownTag, questionTag } from '../../core/kinds/debate/prompts.ts';
import { outcomeIn, requestTag, resultTag } from '../../core/kinds/supervisor/prompts.ts';
import { answerIn, answerTag } from '../../core/render.ts';

/** What every simulated text begins with, so that nobody takes it for a model's. */
export const label = '[simulated] ';

/** What an agent said before, as far as a message repeats it. */
export interface EarlierText {
  /** Empty when the message does not say who. */
  name: string;
  text: string;
}

export interface SplitMessage {
  /** The message without the earlier texts. */
  own: string;
  earlier: EarlierText[];
  /** The question or request that the message puts between tags; empty where there is none. */
  subject: string;
}

const anyTag = /<\/?\w+[^<>]*>/g;
const speaker = /^([^:\n“]{1,60}?)(?: \([^)\n]*\))?: /;

/** Parts a message into what it asks and what it quotes: tagged answers, and simulated replies. */
export function splitMessage(message: string): SplitMessage {
  const others = takeElements(withoutUser(message), ownTag).rest.join('\n'); // nobody quotes oneself
  const { elements, rest } = takeElements(others, answerTag, resultTag);
  const [own = '', ...simulated] = unescapeString(rest.join('\n')).split(label);
  const tagged = elements.map((each): EarlierText => {
    const { agentName, content } = answerIn(each);
    if (each.name === answerTag) return { ...spoken(content), name: agentName };
    const outcome = outcomeIn(each);
    return { ...spoken(outcome.content), name: outcome.workerName };
  });
  const [asked] = takeElements(message, questionTag, requestTag).elements;
  return {
    own: own.replace(anyTag, ' '),
    earlier: [...tagged, ...simulated.map(spoken)],
    subject: asked?.content ?? '',
  };
}

function spoken(text: string): EarlierText {
  const words = text.replace(label, '').trim();
  const name = speaker.exec(words);
  return { name: name?.[1] ?? '', text: words.slice(name?.[0].length ?? 0) };
}
