import type { Fact } from '../../core/user-context.ts';
import type { Answer } from '../output.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';
import { excerpt } from '../../core/amounts.ts';

/** What is known of a user. */
export function userAnswer(user: string, facts: readonly Fact[]): Answer {
  return { document: { success: true, user, facts }, text: userText(user, facts) };
}

function userText(user: string, facts: readonly Fact[]): string {
  if (facts.length === 0) return `Nothing is known about ${user}.`;
  const rows = facts.map((fact) => [
    excerpt(fact.key, 32),
    excerpt(typeof fact.value === 'string' ? fact.value : JSON.stringify(fact.value)),
    fact.merge,
    excerpt(fact.run === null ? fact.setBy : `${fact.setBy} in ${fact.run}`),
    fact.at,
  ]);
  const known = facts.length === 1 ? '1 fact' : `${facts.length} facts`;
  return `${colors.bold(user)}: ${known}\n${table(rows)}`;
}
