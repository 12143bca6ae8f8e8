import { createHash, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { invalidInput } from '../../core/parse-input.ts';
import { type Caller, everything } from './who-calls.ts';
import type { tokenSchema } from '../options.ts';

type TokenSettings = z.output<typeof tokenSchema>;

interface Token {
  hash: Buffer;
  caller: Caller;
}

/** The environment variable of a token for everything. */
export const usualTokenVariable = 'DURABLE_AGENTS_TOKEN';

const shortest = 16;

/**
 * Who may call: the tokens there are, each with what it opens. Of the tokens themselves only hashes are
 * kept, and those are compared in constant time, all of them each time.
 */
export class Tokens {
  readonly #known: readonly Token[];

  constructor(known: readonly { secret: string; caller: Caller }[]) {
    this.#known = known.map(({ secret, caller }) => ({ hash: hashOf(secret), caller }));
  }

  /** Whether a call needs one. */
  get areNeeded(): boolean {
    return this.#known.length > 0;
  }

  /** Who a token is of; `undefined`: it is none of these. */
  callerOf(secret: string): Caller | undefined {
    const hash = hashOf(secret);
    const found = this.#known.filter((token) => timingSafeEqual(token.hash, hash));
    return found[0]?.caller;
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/**
 * The tokens of a configuration; where it names none, that of DURABLE_AGENTS_TOKEN.
 *
 * @throws `Input.Invalid` for a variable that is not set, a token that is too short, or one given twice
 */
export function readTokens(
  given: readonly TokenSettings[],
  env: NodeJS.ProcessEnv = process.env,
): Tokens {
  const usual = env[usualTokenVariable]?.trim() ?? '';
  const all = given.length > 0 || usual === '' ? given : [{ env: usualTokenVariable }];
  const read = all.map((each, index) => ({
    secret: secretOf(each, index, env),
    caller: callerOf(each),
  }));
  const twice = read.findIndex(({ secret }, at) =>
    read.slice(0, at).some((other) => other.secret === secret),
  );
  if (twice >= 0) throw refused(twice, 'another token is the same: each needs one of its own');
  return new Tokens(read);
}

function secretOf({ token, env: name }: TokenSettings, at: number, env: NodeJS.ProcessEnv): string {
  const secret = token ?? env[name ?? '']?.trim() ?? '';
  if (secret === '')
    throw refused(at, `the environment variable ${name} is not set: put the token there`);
  if (secret.length < shortest)
    throw refused(at, `it has fewer than ${shortest} characters: take a random one`);
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw refused(at, 'it has other characters than visible ASCII ones, which no header can send');
  return secret;
}

function callerOf({ user: ofUser, teams: named }: TokenSettings): Caller {
  const [user, teams] = [ofUser ?? null, named ?? null];
  return user === null && teams === null ? everything : { user, teams };
}

function refused(at: number, message: string) {
  return invalidInput('the list of tokens', [{ path: `tokens[${at}]`, message }]);
}
