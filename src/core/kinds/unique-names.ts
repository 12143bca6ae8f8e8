import type { z } from 'zod';

/** Refuses two steps of one name, the same object given twice included. */
export function refuseDoubleNames(
  steps: readonly { name: string }[],
  pathOf: (index: number) => (string | number)[],
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  steps.forEach(({ name }, index) => {
    if (seen.has(name)) {
      const message = `'${name}' is here twice: give each its own name, or use replicas(agent, n) for copies`;
      context.addIssue({ code: 'custom', path: pathOf(index), message });
    }
    seen.add(name);
  });
}
