import { z } from 'zod';
import { messageOf } from '../../core/failures.ts';
import type { InputProblem } from '../../core/parse-input.ts';

/** An object schema of Zod 4, of zod/mini too, and of any copy of it. */
export type ObjectSchema = z.core.$ZodObject;

/** Why this is not an object schema that arguments can be checked with; `null`: it is. */
export function inputProblem(input: unknown): string | null {
  const { _zod, _def } = (input ?? {}) as {
    _zod?: { def?: { type?: unknown } };
    _def?: { typeName?: unknown };
  };
  if (_zod?.def?.type === 'object') return null;
  if (_zod === undefined && typeof _def?.typeName === 'string')
    return "this is a schema of Zod 3: import { z } from Zod 4 ('zod', or 'zod/v4' of a zod from 3.25)";
  return 'expected an object schema: z.object({ … })';
}

/** The JSON Schema of a tool's arguments, or every field that no JSON can be sent for. */
export function parametersOf(
  input: ObjectSchema,
): { parameters: Record<string, unknown> } | { problems: InputProblem[] } {
  const found: Found[] = [];
  try {
    const { $schema: _, ...parameters } = z.toJSONSchema(input, {
      io: 'input',
      unrepresentable: 'any',
      override: (visit) => describeForJson(visit, found),
    });
    if (found.length === 0) return { parameters };
    return { problems: found.map(({ at, message }) => ({ path: fieldAt(at), message })) };
  } catch (error) {
    return { problems: [{ path: 'input', message: `it has no JSON Schema: ${messageOf(error)}` }] };
  }
}

type Path = readonly (string | number)[];

/** A schema that refuses all that JSON can hold. */
interface Found {
  at: Path;
  message: string;
}

interface Visit {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: Record<string, unknown>;
  path: Path;
}

/** What JSON Schema has no word for is described by what is sent for it, or noted. Called from the inside out. */
function describeForJson({ zodSchema, jsonSchema, path }: Visit, found: Found[]): void {
  const { def } = zodSchema._zod;
  if (def.type === 'pipe' && def.in._zod.def.type === 'transform') {
    // z.preprocess: what comes in is made fit by the user's own function
    const outside = found.filter(({ at }) => !path.every((part, index) => at[index] === part));
    found.splice(0, found.length, ...outside);
  }
  const sent = 'coerce' in def && def.coerce === true ? sentFor[def.type] : undefined;
  const message = sent === undefined ? refusalOf(def) : null;
  if (message !== null) found.push({ at: [...path], message });
  Object.assign(jsonSchema, sent ?? (isNothing(def) ? { not: {} } : {}));
  for (const bound of bounds) {
    if (typeof jsonSchema[bound] === 'number' && !Number.isFinite(jsonSchema[bound]))
      delete jsonSchema[bound];
  }
}

/** What is sent for a value that is made of it by `z.coerce`. */
const sentFor: Record<string, object> = {
  date: { type: 'string', format: 'date-time' },
  bigint: { type: 'string', pattern: '^-?[0-9]+$' },
};

/** Infinity means none, and JSON has no word for it. */
const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];

function isNothing({ type }: z.core.$ZodTypeDef): boolean {
  return type === 'undefined' || type === 'void';
}

const refusals: Record<string, string> = {
  date: 'JSON has no dates: write z.coerce.date(), or z.iso.datetime() for a text',
  bigint: 'JSON has no bigints: write z.coerce.bigint(), or z.int()',
  map: 'JSON has no maps: write z.record(…)',
  set: 'JSON has no sets: write z.array(…)',
  symbol: 'JSON has no symbols: write z.string() or z.enum([…])',
  function: 'JSON has no functions',
  file: 'JSON has no files: write z.base64() or z.url()',
  nan: 'JSON has no NaN',
  custom:
    'what it takes cannot be told to a model: write z.string(), z.json() and the like, with .refine(…)',
};

function refusalOf(def: z.core.$ZodTypes['_zod']['def']): string | null {
  if (def.type !== 'literal') return refusals[def.type] ?? null;
  const odd = def.values.filter((value) => typeof value === 'bigint' || value === undefined);
  return odd.length === 0 ? null : `JSON cannot hold the value ${String(odd[0])}`;
}

/** `rooms[].from`, by the place of its JSON Schema. */
function fieldAt(path: Path): string {
  let field = 'input';
  for (let index = 0; index < path.length; index++) {
    const part = path[index];
    if (part === 'properties') field += `.${path[++index]}`;
    else if (part === 'items' || part === 'prefixItems') field += '[]';
    else if (part === 'additionalProperties') field += '.*';
  }
  return field;
}
