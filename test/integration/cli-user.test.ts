import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, type Ended, Workplace } from '../support/command-line.ts';

let place: Workplace;

beforeAll(async () => {
  place = new Workplace();
  await place.keepServer();
});
afterAll(() => place.close());

const user = (...words: string[]): Promise<Ended> => place.call(['user', ...words]);

async function documentFrom(...words: string[]) {
  const ended = await user(...words, '--json');
  expect(ended.status, ended.stderr).toBe(0);
  return documentOf(ended);
}

describe('user', () => {
  it('show says for an unknown user that nothing is known', async () => {
    expect(await documentFrom('show', 'nobody')).toEqual({
      success: true,
      user: 'nobody',
      facts: [],
    });
    expect((await user('show', 'nobody')).stdout).toBe('Nothing is known about nobody.\n');
  });

  it('set takes JSON or a text, keeps the rule of the field, and prints all facts after it', async () => {
    await user('set', 'phil', 'name', 'Phil Smith');
    await user('set', 'phil', 'visits', '1', '--merge', 'increment');
    expect(await documentFrom('set', 'phil', 'visits', '-3')).toEqual({
      success: true,
      user: 'phil',
      facts: [
        {
          key: 'name',
          value: 'Phil Smith',
          merge: 'set',
          setBy: 'cli',
          run: null,
          at: expect.any(String),
        },
        expect.objectContaining({ key: 'visits', value: -2, merge: 'increment' }),
      ],
    });
    const { stdout } = await user('show', 'phil');
    expect(stdout).toMatch(/^phil: 2 facts\nname +Phil Smith +set +cli +\d{4}-.*\nvisits +-2 +inc/);
  });

  it('forget deletes a fact, or all', async () => {
    await user('set', 'ann', 'a', '[1]');
    await user('set', 'ann', 'b', '{"c": null}');
    expect(await documentFrom('forget', 'ann', 'a')).toMatchObject({
      facts: [{ key: 'b', value: { c: null } }],
    });
    expect(await documentFrom('forget', 'ann', '--all')).toMatchObject({ facts: [] });
  });

  it.each([
    [['set', 'bob', 'n', 'text', '--merge', 'increment'], 'no number was given'],
    [['set', 'bob', 'n', '1', '--merge', 'sum'], "expected set, append or increment, not 'sum'"],
    [['set', 'bob', '', '1'], '<key> is empty'],
    [['forget', 'bob'], "name the KEY to forget, or give --all to forget everything about 'bob'"],
    [['forget', 'bob', 'n', '--all'], 'not both'],
    [['show', 'x'.repeat(201)], 'the user'],
  ])('refuses with status 2 and the reason: %j', async (words, reason) => {
    const ended = await user(...words, '--json');
    expect(ended.status).toBe(2);
    expect(documentOf(ended)).toMatchObject({
      success: false,
      error: { type: 'Input.Invalid', message: expect.stringContaining(reason) },
    });
  });
});
