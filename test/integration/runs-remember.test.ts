import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agent, ParallelAgents } from '../../src/client/index.ts';
import type { ScriptedAnswer } from '../../src/testing/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.cast());

const agent = (name: string, provider = 'responses') => new Agent({ name, provider });
const asks = (name: string, args: object): ScriptedAnswer => ({
  toolCalls: [{ name, arguments: args }],
});
const factsOf = async (user: string) =>
  Object.fromEntries((await world.client.user(user).facts()).map(({ key, value }) => [key, value]));

describe('agents of one user', () => {
  it('that remember at once leave both facts, with who has set them and in which run', async () => {
    world.cast({
      Ann: [asks('remember', { key: 'name', value: 'Phil' }), 'Hello Phil.'],
      Bo: [asks('remember', { key: 'city', value: 'London' }), 'Noted.'],
    });
    const [first, second] = await Promise.all([
      agent('Ann').chat('Remember my name is Phil', {
        client: world.client,
        user: 'phil',
        id: 'a',
      }),
      agent('Bo', 'messages').chat('Remember I live in London', {
        client: world.client,
        user: 'phil',
        id: 'b',
      }),
    ]);
    expect([first.content, second.content]).toEqual(['Hello Phil.', 'Noted.']);
    expect(first).toMatchObject({ turns: 2, toolCalls: 1 });
    expect(await world.client.user('phil').facts()).toMatchObject([
      { key: 'city', value: 'London', setBy: 'Bo', run: 'b' },
      { key: 'name', value: 'Phil', setBy: 'Ann', run: 'a' },
    ]);
    expect(world.askedBy('Ann')[1]?.messages.at(-1)?.content).toBe('Remembered: name.');
  });

  it('see in their next answer what another one has remembered, in any pattern', async () => {
    world.cast({ Ann: [asks('remember', { key: 'pet', value: 'a cat <Tom>' }), 'ok', 'ok'] });
    const options = { client: world.client, user: 'anna' };
    await agent('Ann').chat('I have a cat', options);
    await new ParallelAgents([agent('Ann'), agent('Bo')]).chat('What pet?', options);
    const [bo] = world.askedBy('Bo');
    expect(bo?.messages[0]?.content).toContain('<fact key="pet">a cat &lt;Tom&gt;</fact>');
    expect(bo?.tools.map(({ name }) => name)).toEqual(['remember', 'forget']);
    expect(world.askedBy('Ann')[0]?.messages[0]?.content).not.toContain('<fact ');
  });

  it('forget, and are told what was wrong with what they asked', async () => {
    await world.client.user('eve').set('city', 'Oslo');
    world.cast({
      Ann: [asks('forget', { key: 'city' }), asks('remember', { key: 'name' }), 'Done.'],
    });
    const result = await agent('Ann').chat('Forget where I live', {
      client: world.client,
      user: 'eve',
    });
    expect(result).toMatchObject({ success: true, turns: 3, toolCalls: 2 });
    expect(await factsOf('eve')).toEqual({});
    expect(world.askedBy('Ann')[2]?.messages.at(-1)?.content).toMatch(
      /^Error: Nothing was changed. The arguments are wrong: value: /,
    );
  });

  it('have no such tools in a run without a user', async () => {
    const result = await agent('Ann').chat('Remember me', { client: world.client });
    expect(result.success).toBe(true);
    const [asked] = world.askedBy('Ann');
    expect(asked?.tools).toEqual([]);
    expect(asked?.system).toBe('You are Ann.');
  });
});
