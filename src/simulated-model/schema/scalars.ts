import type { SchemaNode } from './node.ts';

/** Property names and array indexes that lead to a value. */
export type ValuePath = readonly (string | number)[];

/** The position in the innermost array, so that the items of one list differ. */
export function positionIn(path: ValuePath): number {
  return path.findLast((key) => typeof key === 'number') ?? 0;
}

const formats: Record<string, string> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  duration: 'P1D',
  email: 'simulated@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/simulated',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** "simulated reason", and "simulated reason 2" in the second item of a list. */
export function stringFor(node: SchemaNode, path: ValuePath): string {
  const formatted = formats[String(node['format'])];
  if (formatted !== undefined) return formatted;
  const name = path.findLast((key) => typeof key === 'string') ?? 'value';
  const position = positionIn(path);
  const text = position === 0 ? `simulated ${name}` : `simulated ${name} ${position + 1}`;
  const { minLength, maxLength } = node;
  const padded = typeof minLength === 'number' ? text.padEnd(minLength, ' simulated') : text;
  return typeof maxLength === 'number' ? padded.slice(0, maxLength) : padded;
}

/** 1, 2, 3 … by position where the bounds allow it, else a number that they do allow. */
export function numberFor(node: SchemaNode, path: ValuePath): number {
  const { low, high, step } = boundsOf(node);
  const counted = 1 + positionIn(path);
  const lowest = Math.ceil(low / step) * step;
  const candidates = [
    counted,
    counted * step,
    0,
    lowest,
    lowest + step,
    (low + high) / 2,
    low + 1,
    high - 1,
  ];
  const found = candidates.find((number) => Number.isFinite(number) && allows(node, number));
  if (found === undefined) throw new Error(`no number fits ${JSON.stringify(node)}`);
  return found;
}

function boundsOf(node: SchemaNode): { low: number; high: number; step: number } {
  const numberAt = (keyword: string, missing: number) =>
    typeof node[keyword] === 'number' ? node[keyword] : missing;
  return {
    low: Math.max(numberAt('minimum', -Infinity), numberAt('exclusiveMinimum', -Infinity)),
    high: Math.min(numberAt('maximum', Infinity), numberAt('exclusiveMaximum', Infinity)),
    step: numberAt('multipleOf', 1),
  };
}

function allows(node: SchemaNode, number: number): boolean {
  const { low, high, step } = boundsOf(node);
  const whole = [node['type']].flat().includes('integer');
  return (
    number >= low &&
    number <= high &&
    number !== node['exclusiveMinimum'] &&
    number !== node['exclusiveMaximum'] &&
    (!whole || Number.isInteger(number)) &&
    (!('multipleOf' in node) || Number.isInteger(number / step))
  );
}
