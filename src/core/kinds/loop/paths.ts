// How the steps of a loop are named in step paths: `1-Writer` and `1-judge` of its first pass.

export const passElement = (pass: number, step: { name: string }) => `${pass}-${step.name}`;
export const judgeElement = (pass: number) => `${pass}-${judgeName}`;

/** The step cannot have this name: a pass and its judge would have the same place. */
export const judgeName = 'judge';

/** What an element stands for; `null`: it is none of a loop. */
export function readElement(element: string): { pass: number; is: 'step' | 'judge' } | null {
  const [, pass, name] = /^(\d+)-(.+)$/.exec(element) ?? [];
  if (pass === undefined) return null;
  return { pass: Number(pass), is: name === judgeName ? 'judge' : 'step' };
}
