import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool } from '../../../src/activities/tools/define-tool.ts';
import { threadSafeTool } from '../../../src/activities/tools/thread-safe-tool.ts';
import { createToolActivities } from '../../../src/activities/tools/tool-activities.ts';
import { memoryStore, rejection } from './fixtures.ts';
import { weather } from './weather-tool.ts';

describe('defining a tool', () => {
  it.each([
    [{ name: 'no spaces' }, /name: a name has 1 to 64/],
    [{ name: 'remember' }, /'remember' is built in/],
    [{ description: ' ' }, /description: the model needs to be told/],
    [{ input: z.string() as never }, /input: expected an object schema/],
    [{ timeout: 30 }, /timeout: 30 would be 30 milliseconds; for 30 seconds write '30s'/],
    [{ maxAttempts: 0 }, /maxAttempts: expected a whole number/],
    [{ execute: 'no function' as never }, /execute: expected a function/],
    [{ simulate: 'yes' as never }, /simulate: expected true or false/],
  ])('with %j is refused, and says why', (more, words) => {
    const good = { name: 'good', description: 'good', input: z.object({}), execute: () => '' };
    expect(() => defineTool({ ...good, ...more })).toThrow(words);
  });

  it('makes the JSON Schema that a model is given, in which a field with a default may be missing', () => {
    expect(weather(() => '').parameters).toEqual({
      type: 'object',
      properties: {
        city: { type: 'string', description: 'Its name' },
        days: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 1 },
      },
      required: ['city'],
    });
  });

  it('as a thread-safe one needs an argument to lock by', () => {
    expect(() => threadSafeTool('place', 'town')(weather(() => ''))).toThrow(
      /the input has no field 'town' to lock by; it has city, days/,
    );
    const { lock } = threadSafeTool('place', 'city', { wait: '5s' })(weather(() => ''));
    expect(lock).toEqual({ namespace: 'place', keyArg: 'city', waitMs: 5_000 });
  });
});

describe('describing tools', () => {
  it('gives what the model is told, and how each is run', async () => {
    const activities = createToolActivities(await memoryStore(), [
      threadSafeTool('place', 'city', { wait: '10s' })(weather(() => '', { timeout: '20s' })),
    ]);
    const described = await activities.describeTools({ names: ['weather'] });
    expect(described.tools).toEqual([{ name: 'weather', timeoutMs: 30_000, maxAttempts: 3 }]);
    expect(JSON.parse(described.definitions as string)).toMatchObject([
      { name: 'weather', description: 'The weather of a city', parameters: { type: 'object' } },
    ]);
  });

  it('says whether the simulated model is to call them only where the tool does', async () => {
    const definitions = async (simulate?: boolean) => {
      const tool = weather(() => '', simulate === undefined ? {} : { simulate });
      const activities = createToolActivities(await memoryStore(), [tool]);
      return (await activities.describeTools({ names: ['weather'] })).definitions;
    };
    // Byte for byte, as it is a part of what the requests of a run are known by.
    expect(await definitions()).toBe(
      '[{"name":"weather","description":"The weather of a city","parameters":{"type":"object",' +
        '"properties":{"city":{"type":"string","description":"Its name"},' +
        '"days":{"default":1,"type":"integer","minimum":1,"maximum":9007199254740991}},' +
        '"required":["city"]}}]',
    );
    expect(await definitions(true)).toMatch(/"required":\["city"\]\},"simulate":true\}\]$/);
    expect(await definitions(false)).toMatch(/,"simulate":false\}\]$/);
  });

  it('of which one is not here fails as Tool.Unknown, naming those that are', async () => {
    const activities = createToolActivities(await memoryStore(), [weather(() => '')]);
    expect(
      await rejection(activities.describeTools({ names: ['weather', 'tides'] })),
    ).toMatchObject({
      type: 'Tool.Unknown',
      message: expect.stringMatching(/no tool 'tides'.*registered: weather/),
    });
  });

  it('stores long descriptions once, under the same id', async () => {
    const store = await memoryStore();
    const activities = createToolActivities(store, [
      weather(() => '', { description: 'long '.repeat(300) }),
    ]);
    const [one, two] = [
      await activities.describeTools({ names: ['weather'] }),
      await activities.describeTools({ names: ['weather'] }),
    ];
    expect(one.definitions).toEqual(two.definitions);
    expect(JSON.stringify(one.definitions).length).toBeLessThan(200);
  });
});
