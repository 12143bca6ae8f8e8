// How the calls of a debate are named in step paths: `r1-Critic`, `r1-vote-Critic`, `r0-positions`,
// `digest-3`, `conclusion`. Round 0 are the initial positions.

export const statementElement = (round: number, name: string) => `r${round}-${name}`;
export const voteElement = (round: number, name: string) => `r${round}-vote-${name}`;
export const positionsElement = (round: number) => `r${round}-positions`;
export const digestElement = (round: number) => `digest-${round}`;
export const conclusionElement = 'conclusion';

/** Names that no debater can have, because their statements would have another call's element. */
export function isReservedName(name: string): boolean {
  return name === 'positions' || name.startsWith('vote-');
}

/** What an element stands for; `null`: it is none of a debate. */
export function readElement(
  element: string,
):
  | { is: 'statement' | 'vote'; round: number; name: string }
  | { is: 'positions' | 'digest'; round: number }
  | { is: 'conclusion' }
  | null {
  if (element === conclusionElement) return { is: 'conclusion' };
  const [, digested] = /^digest-(\d+)$/.exec(element) ?? [];
  if (digested !== undefined) return { is: 'digest', round: Number(digested) };
  const [, number, what] = /^r(\d+)-(.+)$/.exec(element) ?? [];
  if (number === undefined || what === undefined) return null;
  const round = Number(number);
  if (what === 'positions') return { is: 'positions', round };
  if (what.startsWith('vote-')) return { is: 'vote', round, name: what.slice('vote-'.length) };
  return { is: 'statement', round, name: what };
}

/** What a round is called. */
export function roundTitle(round: number): string {
  return round === 0 ? 'initial positions' : `round ${round}`;
}
