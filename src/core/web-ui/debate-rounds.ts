import { countOf } from '../amounts.ts';
import type { Text } from '../content.ts';
import type { EventBody } from '../events.ts';
import type { TallyLine } from '../kinds/debate/consensus.ts';
import { roundTitle } from '../kinds/debate/paths.ts';
import { inline, short } from './markdown.ts';
import type { Section } from './section.ts';

/** Rounds and votes that are shown at most, the last ones. */
const most = { rounds: 10, votes: 15 } as const;

/** How each round of a debate has voted, and for what. */
export class DebateRounds implements Section {
  readonly #path: string;
  readonly #title: string;
  #rounds: string[] = [];
  #positions: readonly TallyLine[] = [];
  /** Of the round that was counted last, and of the one that is being counted. */
  #votes: string[] = [];
  #casting: string[] = [];

  /**
   * @param path of the debate
   * @param title what it is called; `''`: it is the run itself
   */
  constructor(path: string, title: string) {
    this.#path = path;
    this.#title = title;
  }

  hear(event: EventBody<Text>, path: string): boolean {
    if (path !== this.#path) return false;
    if (event.type === 'vote.cast') this.#cast(event);
    if (event.type !== 'round.ended') return false;
    const { round, tally, consensus } = event;
    this.#votes = this.#casting;
    this.#casting = [];
    this.#positions = tally;
    const row = `- ${roundTitle(round)}: ${countsOf(tally)}${consensus ? ' · **consensus**' : ''}`;
    this.#rounds = [...this.#rounds, row].slice(-most.rounds);
    return true;
  }

  lines(): string[] {
    return [
      this.#title === '' ? '### Votes' : `### Votes of ${this.#title}`,
      '',
      ...this.#rounds,
      '',
      ...this.#positions.map(
        ({ id, position }) => `- **${inline(id)}** is ${short(position, 120)}`,
      ),
      '',
      ...(this.#votes.length === 0 ? [] : [`Last votes: ${this.#votes.join(', ')}`]),
    ];
  }

  #cast({ agent, option }: { agent: string; option: string }): void {
    if (this.#casting.length < most.votes)
      this.#casting.push(`${short(agent)} ${short(option, 12)}`);
  }
}

function countsOf(tally: readonly TallyLine[]): string {
  const counted = tally.filter(({ votes }) => votes > 0).toSorted((a, b) => b.votes - a.votes);
  const words = counted.map(
    ({ id, votes, confidence }) =>
      `${inline(id)}: ${countOf(votes, 'vote')} (confidence ${confidence.toFixed(1)})`,
  );
  return words.length === 0 ? 'no votes' : words.join(', ');
}
