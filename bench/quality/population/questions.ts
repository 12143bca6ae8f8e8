import { chanceOf, drawBeta, hashOf } from './chance.ts';

/** What a question can be answered with. */
export const letters = ['A', 'B', 'C', 'D'] as const;
export type Letter = (typeof letters)[number];

/** The questions of a population have the numbers from 1. */
export function questionText(number: number): string {
  return `QID=${number}. Which one of the answers A, B, C and D is right?`;
}

/** The number of the question that a text holds, as it stands there; `null`: it holds none. */
export function questionIn(text: string): string | null {
  return /QID=(\d+)/.exec(text)?.[1] ?? null;
}

/** How an answer is written in what anybody says. */
export const answerMark = (letter: Letter) => `ANSWER=${letter}`;
const answerPattern = new RegExp(answerMark(`([${letters.join('')}])` as Letter));

/** The first answer in a text. */
export function answerIn(text: string): Letter | null {
  return (answerPattern.exec(text)?.[1] as Letter | undefined) ?? null;
}

/** The right answer. */
export function truthOf(question: string, seed: string): Letter {
  return letters[hashOf(`truth${seed}${question}`) % letters.length] ?? 'A';
}

/** How firm beliefs are before anybody is heard: so many answers of peers weigh as much. */
const firmness = 8;

/** How easy questions are: the probability of a right first answer has this beta distribution. */
const easiness = { a: 1.6, b: 0.62 };

/** What is believed wrongly goes to one tempting answer for the most part. */
const shares = { tempting: 0.7, other: 0.15 };

/** What anybody believes of a question before hearing anybody: a weight for each letter. */
export function firstBeliefs(question: string, seed: string): number[] {
  const chance = chanceOf(`q${seed}${question}`);
  const easy = drawBeta(easiness.a, easiness.b, chance);
  const right = letters.indexOf(truthOf(question, seed));
  const tempting = (right + 1 + Math.floor(chance() * (letters.length - 1))) % letters.length;
  return letters.map((_, index) => {
    if (index === right) return easy * firmness;
    return (index === tempting ? shares.tempting : shares.other) * (1 - easy) * firmness;
  });
}
