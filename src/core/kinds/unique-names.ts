import type { z } from 'zod';

/**
 * Refuses two steps of one name, the same object given twice included.
 *
 * @param names `undefined` for a step that has none
 */
export function refuseDoubleNames(
  names: readonly (string | undefined)[],
  pathOf: (index: number) => (string | number)[],
  context: z.RefinementCtx,
): void {
  names.forEach((name, index) => {
    if (name === undefined || names.indexOf(name) === index) return;
    const message = `'${name}' appears twice: give each its own name, or use replicas(agent, n) for copies`;
    context.addIssue({ code: 'custom', path: pathOf(index), message });
  });
}
