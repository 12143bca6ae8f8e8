// How the parts of a map are named in step paths: `list` (the step or function that gives the list), `17`
// (an item), `1-250` (a run for so many of them), `reduce-1-3` (the third group of the first pass) and `reduce`.

export const listElement = 'list';
export const itemElement = (index: number) => String(index);
export const partElement = (from: number, to: number) => `${from}-${to}`;
export const lastReduceElement = 'reduce';

export const reduceElement = (pass: number, group: number) =>
  `${lastReduceElement}-${pass}-${group}`;

/** What an element stands for; `null`: it is none of a map. */
export function readElement(
  element: string,
):
  | { is: 'list' | 'reduce' }
  | { is: 'item'; index: number }
  | { is: 'part'; from: number; to: number }
  | { is: 'group'; pass: number; group: number }
  | null {
  if (element === listElement) return { is: 'list' };
  if (element === lastReduceElement) return { is: 'reduce' };
  const [, pass, group] = /^reduce-(\d+)-(\d+)$/.exec(element) ?? [];
  if (group !== undefined) return { is: 'group', pass: Number(pass), group: Number(group) };
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(element) ?? [];
  if (from === undefined) return null;
  if (to === undefined) return { is: 'item', index: Number(from) };
  return { is: 'part', from: Number(from), to: Number(to) };
}
