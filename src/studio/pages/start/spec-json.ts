export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A spec that somebody has written, or what is wrong with it. */
export function readSpec(text: string): { spec: JsonValue } | { problem: string } {
  try {
    const spec = JSON.parse(text) as JsonValue;
    if (typeof spec !== 'object' || spec === null || Array.isArray(spec))
      return { problem: 'A spec is an object: { "kind": "agent", "name": … }.' };
    return { spec };
  } catch (error) {
    return { problem: `This is not valid JSON: ${error instanceof Error ? error.message : ''}` };
  }
}

export function writeSpec(spec: JsonValue): string {
  return JSON.stringify(spec, null, 2);
}
