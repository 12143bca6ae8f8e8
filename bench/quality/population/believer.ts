import { chanceOf, drawIndex } from './chance.ts';
import { firstBeliefs, type Letter, letters, truthOf } from './questions.ts';

/** What makes a population the same again. */
export interface PopulationSettings {
  /** Names the questions, what is right, and what everybody draws. */
  seed: string;
  /** How much more a right answer of a peer weighs than a wrong one, which weighs 1. 0: as much. */
  bias: number;
}

/**
 * One debater before one question: beliefs are weights for the answers; an answer is drawn from
 * them; each answer of a peer that is heard adds to its weight. Draws depend on the seed, the
 * question and the name alone, and on how often this debater has thought before.
 *
 * @see https://arxiv.org/abs/2508.17536
 */
export class Believer {
  readonly #weights: number[];
  readonly #right: Letter;
  readonly #bias: number;
  readonly #chance;
  /** What was answered, by what was asked: whoever is asked the same again says the same. */
  readonly #answers = new Map<string, Letter>();
  #answer: Letter | null = null;
  #changed = false;

  constructor(question: string, name: string, { seed, bias }: PopulationSettings) {
    this.#weights = firstBeliefs(question, seed);
    this.#right = truthOf(question, seed);
    this.#bias = bias;
    this.#chance = chanceOf(`a${seed}${question}|${name}`);
  }

  /** Whether the last answer is another one than that before it. */
  get changed(): boolean {
    return this.#changed;
  }

  /** The share of the beliefs that the answer has, 0 to 1. */
  get confidence(): number {
    const all = this.#weights.reduce((sum, weight) => sum + weight);
    return (this.#weights[letters.indexOf(this.answer(null, []))] ?? 0) / all;
  }

  /**
   * Hears the answers of peers and answers anew; asked for no new thought (`null`), or for one
   * that was asked for before, gives the answer that there is.
   */
  answer(asked: string | null, heard: readonly Letter[]): Letter {
    if (asked === null && this.#answer !== null) return this.#answer;
    const given = asked === null ? undefined : this.#answers.get(asked);
    return given ?? this.#think(asked ?? '', heard);
  }

  #think(asked: string, heard: readonly Letter[]): Letter {
    for (const letter of heard) this.#hear(letter);
    const drawn = letters[drawIndex(this.#weights, this.#chance)] ?? 'A';
    this.#changed = this.#answer !== null && this.#answer !== drawn;
    this.#answer = drawn;
    this.#answers.set(asked, drawn);
    return drawn;
  }

  #hear(letter: Letter): void {
    const index = letters.indexOf(letter);
    this.#weights[index] =
      (this.#weights[index] ?? 0) + 1 + (letter === this.#right ? this.#bias : 0);
  }
}
