import type { Context } from 'hono';
import type { z } from 'zod';
import { parseInput } from '../../core/parse-input.ts';
import type { Caller } from '../caller.ts';
import type { ServiceSettings } from '../options.ts';
import { readJsonBody } from '../security/body.ts';
import type { Asked, Call } from './door.ts';

/**
 * Reads what a request carries, as its call declares it.
 *
 * @throws 400 or 413 for a body that cannot be read
 * @throws `Input.Invalid`, with everything that is wrong in one part of it
 */
export async function readAsked(
  settings: ServiceSettings,
  { params, query, body }: Pick<Call, 'params' | 'query' | 'body'>,
  { req }: Context,
  caller: Caller,
): Promise<Asked> {
  return {
    params: read(params, req.param(), 'the address'),
    query: read(query, req.query(), 'the query'),
    body:
      body === undefined
        ? undefined
        : parseInput(body, await readJsonBody(req.raw, settings.maxBodyBytes), 'the body'),
    caller,
    request: req.raw,
  };
}

/** What a call does not declare it is not given. */
function read(schema: z.ZodType | undefined, given: unknown, what: string): unknown {
  return schema === undefined ? {} : parseInput(schema, given, what);
}
