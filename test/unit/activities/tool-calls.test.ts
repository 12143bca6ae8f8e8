import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { getLock, withLock } from '../../../src/activities/locks/lock-scope.ts';
import { threadSafeTool } from '../../../src/activities/tools/thread-safe-tool.ts';
import { rejection } from './fixtures.ts';
import { weather, worker } from './weather-tool.ts';

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

  it.each([
    [
      'a circle',
      () => ((circle) => Object.assign(circle, { circle }))({}),
      'circle contains itself',
    ],
    ['a function', () => () => 1, 'it is a function'],
  ])(
    'that gives %s is told to give something that is JSON, and is not run again',
    async (_, give, problem) => {
      let ran = 0;
      const { run } = await worker(
        weather(() => {
          ran += 1;
          return give();
        }),
      );
      expect(await run('{"city":"Oslo"}')).toMatchObject({
        failed: true,
        content: `tool 'weather' was carried out, but what it returned cannot be written as JSON: ${problem}`,
      });
      expect(ran).toBe(1);
    },
  );

  it('that gives more than a model can read is told to ask for less', async () => {
    const { run } = await worker(weather(() => 'x'.repeat(1_000_001)));
    expect(await run('{"city":"Oslo"}')).toMatchObject({
      failed: true,
      content: expect.stringMatching(/returned 1000001 bytes.*ask it for less/),
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

  it('that outlives its timeout keeps its lock until it ends, so that nobody works beside it', async () => {
    let working = 0;
    let most = 0;
    const deaf = threadSafeTool(
      'place',
      'city',
    )(
      weather(
        async () => {
          most = Math.max(most, ++working);
          await sleep(300);
          working -= 1;
          return 'done';
        },
        { timeout: '100ms' },
      ),
    );
    const { run } = await worker(deaf);
    const calls = [0, 1].map((index) => rejection(run('{"city":"Oslo"}', { index })));
    for (const error of await Promise.all(calls))
      expect(error).toMatchObject({
        type: 'Tool.Failed',
        message: "tool 'weather' did not finish within 100 ms, its timeout",
      });
    expect(most).toBe(1);
    await sleep(300);
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
