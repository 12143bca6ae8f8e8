import { type Form, schemaAt } from './form.ts';

/** A yes, a no and a conditional yes; asked for more, a position between the known ones. */
export function simulatedPositions({ schema, prompt, topic }: Form): object | undefined {
  if (schemaAt(schema, 'options', 'items', 'position') === undefined) return undefined;
  const positions = prompt.includes('on the list already')
    ? [`A form of its own for “${topic}”, put off until more is known (simulated)`]
    : [
        `Yes to “${topic}” (simulated)`,
        `No to “${topic}” (simulated)`,
        `Yes to “${topic}” within limits, and tried out first (simulated)`,
      ];
  return { options: positions.map((position) => ({ position })) };
}
