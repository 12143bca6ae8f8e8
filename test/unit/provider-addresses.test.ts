import { describe, expect, it } from 'vitest';
import { addressToCheck } from '../../src/activities/providers/endpoint.ts';
import { failureType } from '../../src/core/failures.ts';
import { parseInput } from '../../src/core/parse-input.ts';
import { providersSchema } from '../../src/core/provider-config.ts';
import { readEnvironment } from '../../src/workers/env.ts';
import { endpointAt } from './activities/fixtures.ts';

const refused = [
  ['localhost:11434/v1', 'write it whole, as http://localhost:11434/v1'],
  ['my gateway', 'expected an http or https address'],
  ['file:///etc/secret', 'expected an http or https address'],
  ['https://me:secret@house.test/v1', 'must not hold a user name or password'],
  ['https:me:secret@house.test/v1', 'must not hold a user name or password'],
  ['https://secret@house.test/v1', 'must not hold a user name or password'],
  ['https://house.test/v1?key=secret', 'no query'],
  ['https://house.test/v1#secret', "no '#'"],
] as const;

function problemOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (failureType(error) === 'Input.Invalid') return (error as Error).message;
    throw error;
  }
  throw new Error('the address was let through');
}

describe.each(refused)('the address %s', (address, words) => {
  it.each(['OPENAI_BASE_URL', 'ANTHROPIC_BASE_URL'])('is refused as %s, unsaid', (name) => {
    const problem = problemOf(() => readEnvironment({ [name]: address }));
    expect(problem).toContain(`${name}: `);
    expect(problem).toContain(words);
    expect(problem).not.toContain('secret');
  });

  it('is refused in the configuration, unsaid', () => {
    const providers = { house: { api: 'chat', baseURL: address } };
    const problem = problemOf(() => parseInput(providersSchema, providers, 'providers'));
    expect(problem).toContain('house.baseURL: ');
    expect(problem).toContain(words);
    expect(problem).not.toContain('secret');
  });
});

it('an address of http or https is taken, and an empty variable is none', () => {
  const env = readEnvironment({
    OPENAI_BASE_URL: ' http://[::1]:11434/v1 ',
    ANTHROPIC_BASE_URL: ' ',
  });
  expect(env.OPENAI_BASE_URL).toBe('http://[::1]:11434/v1');
  expect(env.ANTHROPIC_BASE_URL).toBeUndefined();
});

it('a message never shows what may be secret in an address', () => {
  const endpoint = endpointAt(null, { baseURL: 'https://me:secret@house.test:8443/v1?key=secret' });
  expect(addressToCheck(endpoint)).toBe('the base URL https://house.test:8443/v1 (it ends in /v1)');
});
