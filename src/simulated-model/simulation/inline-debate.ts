import type { Analysis, ConclusionReply } from '../../core/kinds/debate/conclusion.ts';
import { otherOption } from '../../core/kinds/debate/consensus.ts';
import type { HeldPositions } from '../../core/kinds/debate/held-positions.ts';
import type { StatementReply } from '../../core/kinds/debate/statement.ts';
import { elementsIn, unescapeString } from '../../core/elements.ts';
import { ownTag } from '../../core/kinds/debate/prompts.ts';
import { answerIn, answerTag } from '../../core/render.ts';
import { pickNumber } from '../fingerprint.ts';
import { placeOf, stances } from './debate.ts';
import { label } from './earlier.ts';
import { enumOf, type Form, schemaAt } from './form.ts';
import { advocate, critic, opponent } from './voices/debaters.ts';
import { voiceOf } from './voices/voice-of.ts';

// A debate whose statements hold the votes.

/**
 * A statement. At first debaters hold what goes with their role; from then on they go over to the same
 * answer, all but the first of them in round 1, everyone in round 2.
 */
export function simulatedStatement(form: Form): Partial<StatementReply> | undefined {
  const { schema, print, speak } = form;
  const answer = schemaAt(schema, 'answer');
  if (answer === undefined || schemaAt(schema, 'statement') === undefined) return undefined;
  const options = enumOf(answer).filter((option) => option !== otherOption);
  const stance = stanceOf(form);
  const before = ownOption(form);
  const now =
    options.length === 0 ? stances(form.topic)[stance] : choiceOf(options, stance, before, form);
  const changed = before !== undefined && before !== now;
  return {
    statement: speak(),
    answer: now,
    ...(options.length === 0 ? {} : { otherAnswer: null }),
    confidence: (60 + pickNumber(print, 31)) / 100,
    changedBy: changed ? `What was said in this round speaks for ${now} (simulated).` : null,
  };
}

type Stance = 0 | 1 | 2;

/** By the role; where that says nothing, by the name, so that those of a team differ. */
function stanceOf({ name, role }: Form): Stance {
  const voice = voiceOf({ name, role });
  if (voice === advocate) return 0;
  if (voice === critic || voice === opponent) return 1;
  const number = Number(/\d{1,3}$/.exec(name)?.[0] ?? 0);
  return (((name.codePointAt(0) ?? 0) + number) % 3) as Stance;
}

function choiceOf(
  options: readonly string[],
  stance: Stance,
  before: string | undefined,
  { name, prompt }: Form,
): string {
  const common = options[Math.min(2, options.length - 1)] ?? '';
  const rounds = elementsIn(prompt, ownTag).length;
  if (rounds === 0) return options[stance % options.length] ?? common;
  const stays = rounds === 1 && placeOf(name, prompt) === 0;
  return stays ? (before ?? options[0] ?? common) : common;
}

/** The letter of what the debater has answered last, as far as it is listed. */
function ownOption({ prompt }: Form): string | undefined {
  const own = elementsIn(prompt, ownTag).at(-1)?.content ?? '';
  const [, answer] = /\n\nAnswer: (.*?)(?: \(confidence [\d.]+\))?$/.exec(own) ?? [];
  const listed = [...prompt.matchAll(/^- (\w+): (.*)$/gm)];
  return listed.findLast(([, , text = '']) => unescapeString(text) === answer)?.[1];
}

/** The answers that there are, and whose they are; of a whole text, which is none, what it may come to. */
export function simulatedHolders({
  schema,
  prompt,
  topic,
}: Form): { options: HeldPositions } | undefined {
  if (schemaAt(schema, 'options', 'items', 'holders') === undefined) return undefined;
  const held = new Map<string, string[]>();
  for (const { agentName, content } of elementsIn(prompt, answerTag).map(answerIn)) {
    const position = content.startsWith(label) ? stances(topic)[2] : content;
    held.set(position, [...(held.get(position) ?? []), agentName]);
  }
  return { options: [...held].map(([position, holders]) => ({ position, holders })) };
}

/** An analysis of a sentence each, and a conclusion as a moderator speaks it. */
export function simulatedConclusion({ schema, topic, speak }: Form): ConclusionReply | undefined {
  if (schemaAt(schema, 'conclusion') === undefined) return undefined;
  return { ...simulatedAnalysis({ topic }), conclusion: speak() };
}

/** What there is to find in answers to a question. */
export function simulatedAnalysis({ topic }: Pick<Form, 'topic'>): Analysis {
  return {
    agreed: [`That “${topic}” deserves an answer (simulated).`],
    contradicted: [`How far one should go with “${topic}” (simulated).`],
    onlyOne: [],
    missing: [`What comes instead of “${topic}” (simulated).`],
  };
}
