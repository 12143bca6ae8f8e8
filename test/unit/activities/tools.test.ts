import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  defineTool,
  type Tool,
  type ToolOptions,
} from '../../../src/activities/tools/define-tool.ts';
import { getLock, withLock } from '../../../src/activities/locks/lock-scope.ts';
import { threadSafeTool } from '../../../src/activities/tools/thread-safe-tool.ts';
import { createToolActivities } from '../../../src/activities/tools/tool-activities.ts';
import type { ToolContext } from '../../../src/activities/tools/tool-context.ts';
import type { ToolOutcome, ToolRun } from '../../../src/core/tools.ts';
import { activityEnvironment, memoryStore, rejection } from './fixtures.ts';

const citySchema = z.object({
  city: z.string().describe('Its name'),
  days: z.int().min(1).default(1),
});

function weather(
  execute: (args: { city: string; days: number }, context: ToolContext) => unknown,
  more: Partial<ToolOptions> = {},
): Tool {
  const description = 'The weather of a city';
  return defineTool({ name: 'weather', description, ...more, input: citySchema, execute });
}

interface Ran {
  run: (args: string, more?: Partial<ToolRun>) => Promise<ToolOutcome>;
  environment: MockActivityEnvironment;
}

async function worker(...tools: Tool[]): Promise<Ran> {
  const store = await memoryStore();
  const { runTool } = createToolActivities(store, tools);
  const environment = activityEnvironment();
  const run = (args: string, more: Partial<ToolRun> = {}) =>
    environment.run((given: ToolRun) => runTool(given), {
      key: { execution: 'exec', step: 'ann', number: 1 },
      message: 'exec/ann#1',
      index: 0,
      call: { id: 'call-1', name: 'weather', arguments: args },
      owner: { run: 'run-1', workflow: 'run-1', user: 'phil' },
      agentName: 'Ann',
      ...more,
    }) as Promise<ToolOutcome>;
  return { run, environment };
}

describe('defining a tool', () => {
  it.each([
    [{ name: 'no spaces' }, /name: a name has 1 to 64/],
    [{ name: 'remember' }, /'remember' is built in/],
    [{ description: ' ' }, /description: the model needs to be told/],
    [{ input: z.string() as never }, /input: expected an object schema/],
    [{ timeout: 30 }, /timeout: 30 would be 30 milliseconds; for 30 seconds write '30s'/],
    [{ maxAttempts: 0 }, /maxAttempts: expected a whole number/],
    [{ execute: 'no function' as never }, /execute: expected a function/],
  ])('with %j is refused, and says why', (more, words) => {
    const good = { name: 'good', description: 'good', input: z.object({}), execute: () => '' };
    expect(() => defineTool({ ...good, ...more } as ToolOptions)).toThrow(words);
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

describe('a tool call', () => {
  it.each([
    ['a text as it is', 'sunny', 'sunny'],
    ['anything else as JSON', { sky: 'blue' }, '{"sky":"blue"}'],
    ['nothing as done', undefined, 'done'],
  ])('gives %s', async (_, given, text) => {
    const { run } = await worker(weather(() => given));
    expect(await run('{"city":"Oslo"}')).toMatchObject({ content: text, failed: false });
  });

  it('gets its arguments checked, with the defaults', async () => {
    const { run } = await worker(weather(({ city, days }) => `${city} ${days}`));
    expect((await run('{"city":"Oslo"}')).content).toBe('Oslo 1');
  });

  it.each([
    ['no JSON', '{"city":', /the arguments of 'weather' are not JSON/],
    ['a wrong field', '{"city":"Oslo","days":0}', /are not valid: days: Too small/],
    ['a missing field', '', /are not valid: city: /],
  ])('with %s is told to the model, and the tool is not run', async (_, args, reason) => {
    let ran = 0;
    const { run } = await worker(weather(() => String(++ran)));
    const outcome = await run(args);
    expect(outcome).toMatchObject({ failed: true, content: expect.stringMatching(reason) });
    expect(ran).toBe(0);
  });

  it('of a tool that is not here is told to the model', async () => {
    const { run } = await worker(weather(() => ''));
    const call = { id: 'c', name: 'whether', arguments: '{}' };
    expect(await run('', { call })).toMatchObject({
      failed: true,
      content: "there is no tool 'whether'; there are weather",
    });
  });

  it('that has given a result is not run again, also with other words in another place', async () => {
    let ran = 0;
    const { run } = await worker(weather(() => String(++ran)));
    const args = '{"city":"Oslo"}';
    expect((await run(args)).content).toBe('1');
    expect((await run(args)).content).toBe('1');
    expect((await run('{"city":"Rome"}')).content).toBe('2');
    expect((await run(args, { index: 1 })).content).toBe('3');
  });

  it('has an idempotency key that another attempt has too, and another call has not', async () => {
    const keys: string[] = [];
    const failing = weather((_, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      throw new Error('no');
    });
    const { run } = await worker(failing);
    const args = '{"city":"Oslo"}';
    for (const more of [{}, {}, { index: 1 }]) await rejection(run(args, more));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('that fails is tried again, unless it says that this can not help', async () => {
    const { run } = await worker(
      weather(({ city }) => {
        if (city === 'Oslo') throw new Error('the line is busy');
        throw ApplicationFailure.nonRetryable('no such city');
      }),
    );
    expect(await rejection(run('{"city":"Oslo"}'))).toMatchObject({
      type: 'Tool.Failed',
      message: "tool 'weather' failed: the line is busy",
      nonRetryable: false,
    });
    expect(await rejection(run('{"city":"Atlantis"}'))).toMatchObject({
      type: 'Tool.Failed',
      nonRetryable: true,
    });
  });

  it('that does not end in its time fails, though it does not heed its signal', async () => {
    const { run } = await worker(weather(() => sleep(5_000), { timeout: '50ms' }));
    expect(await rejection(run('{"city":"Oslo"}'))).toMatchObject({
      type: 'Tool.Failed',
      message: "tool 'weather' did not finish within 50 ms, its timeout",
      nonRetryable: false,
    });
  });

  it('of a cancelled run ends as cancelled, and its signal says so', async () => {
    let aborted = false;
    const { run, environment } = await worker(
      weather(async (_, { signal }) => {
        signal.addEventListener('abort', () => (aborted = true));
        await sleep(5_000, undefined, { signal });
      }),
    );
    const running = run('{"city":"Oslo"}');
    await sleep(50);
    environment.cancel();
    expect(await rejection(running)).toBeInstanceOf(CancelledFailure);
    expect(aborted).toBe(true);
  });

  it('that gives more than a model can read is told to ask for less', async () => {
    const { run } = await worker(weather(() => 'x'.repeat(1_000_001)));
    expect(await run('{"city":"Oslo"}')).toMatchObject({
      failed: true,
      content: expect.stringMatching(/gave 1000001 bytes.*ask it for less/),
    });
  });

  it('of more than a history takes is stored, and referred to', async () => {
    const { run } = await worker(weather(() => 'x'.repeat(300_000)));
    const outcome = await run('{"city":"Oslo"}');
    expect(outcome).toMatchObject({ content: null, bytes: 300_000, failed: false });
    expect(outcome.message).toMatch(/^exec\/ann#1\.0~/);
  });
});

describe('a thread-safe tool', () => {
  it('is run by one call at a time for each key, with a fencing number that grows', async () => {
    const running = new Map<string, number>();
    const seen: [string, number | null][] = [];
    const locked = threadSafeTool(
      'place',
      'city',
    )(
      weather(async ({ city }, { fencing }) => {
        running.set(city, (running.get(city) ?? 0) + 1);
        expect(running.get(city)).toBe(1);
        seen.push([city, fencing]);
        await sleep(20);
        running.set(city, 0);
      }),
    );
    const { run } = await worker(locked);
    const cities = ['Oslo', 'Rome', 'Oslo', 'Oslo'];
    await Promise.all(cities.map((city, index) => run(JSON.stringify({ city }), { index })));
    expect(seen.filter(([city]) => city === 'Oslo').map(([, fencing]) => fencing)).toEqual([
      1, 2, 3,
    ]);
    expect(seen.filter(([city]) => city === 'Rome').map(([, fencing]) => fencing)).toEqual([1]);
  });

  it('that waits too long for its lock fails as Lock.TimedOut, and says who has it', async () => {
    const locked = threadSafeTool('place', 'city', { wait: '50ms' })(weather(() => sleep(400)));
    const { run } = await worker(locked);
    const first = run('{"city":"Oslo"}');
    await sleep(30);
    const error = await rejection(run('{"city":"Oslo"}', { index: 1 }));
    expect(error).toMatchObject({ type: 'Lock.TimedOut', nonRetryable: false });
    expect(String(error)).toContain('Ann · weather · run-1');
    await first;
  });

  it('may take further locks itself, and frees what it leaves open', async () => {
    const both = weather(async ({ city }) => {
      const lock = await getLock('file', city);
      return await withLock('account', city, ({ fencing }) => `${lock.fencing} ${fencing}`);
    });
    const { run } = await worker(both);
    expect((await run('{"city":"Oslo"}')).content).toBe('1 1');
    expect((await run('{"city":"Oslo"}', { index: 1 })).content).toBe('2 2');
  });
});

describe('describing tools', () => {
  it('gives what the model is told, and how each is run', async () => {
    const { describeTools } = createToolActivities(await memoryStore(), [
      threadSafeTool('place', 'city', { wait: '10s' })(weather(() => '', { timeout: '20s' })),
    ]);
    const described = await describeTools({ names: ['weather'] });
    expect(described.tools).toEqual([{ name: 'weather', timeoutMs: 30_000, maxAttempts: 3 }]);
    expect(JSON.parse(described.definitions as string)).toMatchObject([
      { name: 'weather', description: 'The weather of a city', parameters: { type: 'object' } },
    ]);
  });

  it('of which one is not here fails as Tool.Unknown, naming those that are', async () => {
    const { describeTools } = createToolActivities(await memoryStore(), [weather(() => '')]);
    expect(await rejection(describeTools({ names: ['weather', 'tides'] }))).toMatchObject({
      type: 'Tool.Unknown',
      message: expect.stringMatching(/no tool 'tides'.*registered: weather/),
    });
  });

  it('stores long descriptions once, under the same id', async () => {
    const store = await memoryStore();
    const { describeTools } = createToolActivities(store, [
      weather(() => '', { description: 'long '.repeat(300) }),
    ]);
    const [one, two] = [
      await describeTools({ names: ['weather'] }),
      await describeTools({ names: ['weather'] }),
    ];
    expect(one.definitions).toEqual(two.definitions);
    expect(JSON.stringify(one.definitions).length).toBeLessThan(200);
  });
});
