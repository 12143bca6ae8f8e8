import { z } from 'zod';
import { version } from '../../version.ts';
import type { Service } from '../service.ts';
import { type Call, call, type Door, json } from './door.ts';

/** `/openapi.json`: what all doors declare. */
export function description(doors: () => readonly Door[]): Door {
  return {
    name: 'The service',
    calls: (service) => {
      let written: object | undefined; // once: it is long, and whoever has no token may ask for it
      return [
        call({
          method: 'get',
          path: '/openapi.json',
          does: 'This description',
          open: true,
          answers: { 200: { does: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
          handle: () => json((written ??= describe(service, doors()))),
        }),
      ];
    },
  };
}

/** The description of what doors declare, as OpenAPI has it. */
function describe(service: Service, doors: readonly Door[]) {
  const declared = doors.flatMap((door) => door.calls(service).map((each) => ({ door, each })));
  const paths: Record<string, Record<string, object>> = {};
  for (const { door, each } of declared.filter((one) => one.each.hidden !== true)) {
    const path = each.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[each.method] = operationOf(service, door, each);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'durable-agents', version: version(), description: about },
    paths,
    components: {
      schemas: { Error: schemaOf(errorSchema, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

const about = 'Teams of agents as durable runs: to start, follow, answer and read them.';

const errorSchema = z.object({
  error: z.object({ type: z.string(), message: z.string(), details: z.unknown() }),
});

function operationOf(service: Service, door: Door, each: Call): object {
  const { body, answers, open = false } = each;
  return {
    tags: [door.name],
    summary: each.does,
    parameters: parametersOf(each),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: contentOf('application/json', body, 'input') } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { does, schema, type = 'application/json' }]) => [
          status,
          {
            description: does,
            ...(schema === undefined && type === 'application/json'
              ? {}
              : { content: contentOf(type, schema ?? z.string(), 'output') }),
          },
        ]),
      ),
      ...errorsOf(door, each),
    },
    security: !open && service.tokens.areNeeded ? [{ token: [] }] : [],
  };
}

/** What every call may be refused with, and what this one may. */
function errorsOf(door: Door, { open = false, body, query, refuses = [] }: Call) {
  const usual = [
    403,
    ...(open ? [] : [401]),
    ...(body === undefined ? [] : [400, 413, 415, 422]),
    ...(query === undefined ? [] : [422]),
  ];
  const statuses = [...new Set([...usual, ...refuses])].toSorted((one, two) => one - two);
  const own = door.errorBody !== undefined;
  const schema = own ? {} : { $ref: '#/components/schemas/Error' };
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: reasons[status] ?? 'It is refused',
        content: { 'application/json': { schema } },
      },
    ]),
  );
}

const reasons: Partial<Record<number, string>> = {
  400: 'The body is no JSON',
  401: 'A token is needed',
  403: 'It is not for this caller',
  404: 'There is none, or none that the caller may see',
  409: 'There is another already',
  413: 'It is too long',
  415: 'The body is of another type than JSON',
  422: 'Something in it is wrong: `details` says what and where',
  429: 'Too many were started: `Retry-After` says when to try again',
  503: 'Nobody serves it now: try again',
};

function parametersOf({ params, query, headers = {} }: Call): object[] {
  return [
    ...fieldsOf(params, 'path'),
    ...fieldsOf(query, 'query'),
    ...Object.entries(headers).map(([name, does]) => ({
      name,
      in: 'header',
      description: does,
      schema: { type: 'string' },
    })),
  ];
}

function fieldsOf(schema: z.ZodType | undefined, where: 'path' | 'query'): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description: does, ...field }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(does === undefined ? {} : { description: does }),
    schema: field,
  }));
}

function contentOf(type: string, schema: z.ZodType, io: 'input' | 'output') {
  return { [type]: { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...written } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return written;
}
