import { enumOf, type Form, schemaAt } from './form.ts';

/** A verdict that lets everything pass; `undefined`: the schema is not that of a verdict. */
export function simulatedCheck({ schema }: Form): object | undefined {
  if (!enumOf(schemaAt(schema, 'decision')).includes('pass')) return undefined;
  return { reason: 'Simulated check: nothing was judged.', decision: 'pass', text: null };
}
