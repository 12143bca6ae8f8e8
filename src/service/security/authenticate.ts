import { type Caller, everything } from './who-calls.ts';
import { RefusedRequest } from '../errors.ts';
import type { Tokens } from './tokens.ts';

const form = /^Bearer +(\S+) *$/i;

/**
 * Who calls, by the token of the Authorization header.
 *
 * @throws 401 where a token is needed and there is none, or none of ours
 */
export function authenticate(
  tokens: Tokens,
  { open = false }: { open?: boolean },
  request: Request,
): Caller {
  if (open || !tokens.areNeeded) return everything;
  const secret = form.exec(request.headers.get('authorization') ?? '')?.[1];
  const caller = secret === undefined ? undefined : tokens.callerOf(secret);
  if (caller !== undefined) return caller;
  const message =
    secret === undefined
      ? "a token is needed: send it as 'Authorization: Bearer TOKEN'"
      : 'this token is none of the service: check it';
  throw new RefusedRequest('Request.Unauthorized', message, {
    headers: { 'www-authenticate': 'Bearer' },
  });
}
