import { isLike, normalised } from '../transcripts/agreement.ts';

/**
 * Where a document that a page shows differs from one that was printed. Times, durations, addresses and
 * processes may; `…` in a text is any text, and `"…"` as the last of a list any others.
 */
export function differences(shown: unknown, printed: unknown, path = ''): string[] {
  if (Array.isArray(shown) && Array.isArray(printed)) return ofArrays(shown, printed, path);
  if (isObject(shown) && isObject(printed)) return ofObjects(shown, printed, path);
  if (typeof shown === 'string' && typeof printed === 'string')
    return isLike(normalised(shown), normalised(printed)) ? [] : [said(path, printed)];
  const isPassing = typeof shown === 'number' && typeof printed === 'number' && passing.test(path);
  return isPassing || shown === printed ? [] : [said(path, printed)];
}

/** Numbers that differ from run to run. */
const passing = /(?:Ms|\.pid|^pid)$/;

const said = (path: string, printed: unknown) => `${path} is ${JSON.stringify(printed)}`;

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofArrays(shown: unknown[], printed: unknown[], path: string): string[] {
  const isBeginning = shown.at(-1) === '…';
  const listed = isBeginning ? shown.slice(0, -1) : shown;
  const isLong = isBeginning ? printed.length > listed.length : printed.length === listed.length;
  const length = isLong ? [] : [`${path} has ${printed.length}`];
  return [
    ...length,
    ...listed.flatMap((each, at) => differences(each, printed[at], `${path}[${at}]`)),
  ];
}

function ofObjects(shown: Fields, printed: Fields, path: string): string[] {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  return [
    ...Object.keys(printed).flatMap((key) => (key in shown ? [] : [`${at(key)} is missing`])),
    ...Object.keys(shown).flatMap((key) =>
      key in printed ? differences(shown[key], printed[key], at(key)) : [`${at(key)} is gone`],
    ),
  ];
}
