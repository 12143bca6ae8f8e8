/** A value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The same, also `as const`. */
export type GivenJson =
  | string
  | number
  | boolean
  | null
  | readonly GivenJson[]
  | { readonly [key: string]: GivenJson };
/** An object of it. */
export type GivenJsonObject = { readonly [key: string]: GivenJson };

/** The JSON Schema of a reply. */
export type JsonSchema = Record<string, Json>;

/** An object schema in which every property is required and no other is allowed. */
export function closed(properties: Record<string, JsonSchema>): JsonSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}
