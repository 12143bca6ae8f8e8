import type { RunEvent } from '../../../../src/client/index.ts';
import type { ShownRun } from './studio-reader.ts';

/** Words as they are compared: a page draws the marks of Markdown, and does not write them. */
export const letters = (text: string) => text.replaceAll(/[^\p{L}]+/gu, ' ').trim();

/**
 * What a page tells of a debate, statement by statement and vote by vote. A vote stands among the
 * statements as well where there was a warning about it.
 */
export function toldIn({ statements, votes }: ShownRun) {
  const reasons = votes.map(letters);
  const isVote = (said: string[]) => said.every((text) => reasons.includes(letters(text)));
  return {
    statements: statements
      .filter(({ said }) => !isVote(said))
      .map(({ path, said }) => [path, said.map(letters)] as const)
      .toSorted(([one], [other]) => one.localeCompare(other)),
    votes: reasons.toSorted(),
  };
}

/** The same as its events tell it. */
export function toldBy(events: readonly RunEvent[]): ReturnType<typeof toldIn> {
  const votes = events.flatMap((event) => (event.type === 'vote.cast' ? [event.why] : []));
  const said = new Map<string, string[]>();
  for (const event of events) {
    if (event.type === 'turn.ended')
      said.set(event.path, [...(said.get(event.path) ?? []), event.text]);
  }
  return toldIn({
    statements: [...said].map(([path, texts]) => ({ path, said: texts })),
    votes,
    text: '',
  });
}
