import type { CheckWhen } from './check-types.ts';
import type { CheckSpec } from './types.ts';

/** What is checked, in words. */
export const checkedWords: Record<CheckWhen, string> = {
  input: 'check of the input',
  output: 'check of the answer',
  toolCall: 'check of a tool call',
  toolResult: 'check of a tool result',
};

/**
 * The element of a check's path below its agent.
 *
 * @param index of the check in the spec, from 0
 * @param place tells the texts of one kind apart: a turn, or a turn and a call of it; '' for the input
 */
export function checkElement(index: number, when: CheckWhen, place: string): string {
  return [`check-${index + 1}`, when, ...(place === '' ? [] : [place])].join('-');
}

const element = /^check-(\d+)-(input|output|toolCall|toolResult)(?:-([\d.]+))?$/;

/** The check that an element stands for, and what it checks in words; `null`: it is none. */
export function checkAt(
  checks: readonly CheckSpec[],
  path: string,
): { check: CheckSpec; what: string[] } | null {
  const [, number, when, place] = element.exec(path) ?? [];
  const check = checks[Number(number) - 1];
  if (check === undefined || when === undefined) return null;
  const which = place === undefined ? [] : [`turn ${place.split('.')[0]}`];
  return { check, what: [checkedWords[when as CheckWhen], ...which] };
}
