import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fanOut } from '../../src/workflows/runtime/fan-out.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

/** Runs that wait at once: `WAITING_RUNS=1000` for more. */
const count = Number(process.env['WAITING_RUNS'] ?? 50);
const limitMs = 60_000 + count * 600;

let world: LiveWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Seconds that something took. */
async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const from = performance.now();
  const done = await work();
  return [done, Math.round((performance.now() - from) / 100) / 10];
}

it(
  `${count} runs wait on one worker at no cost, are all listed, and all go on`,
  async () => {
    const spec = { kind: 'person' as const, name: 'Ada', assignee: 'ada' };
    const numbers = Array.from({ length: count }, (_, index) => index);
    const [handles, startS] = await timed(() =>
      fanOut(numbers, 20, (number) => world.client.start(spec, `Question ${number}`)),
    );
    const listed = () => world.client.inbox({ assignee: 'ada', limit: count + 1 });
    const [, askS] = await timed(async () => {
      await expect
        .poll(async () => (await listed()).length, { timeout: limitMs, interval: 1_000 })
        .toBe(count);
    });
    const [inbox, listS] = await timed(listed);
    expect(new Set(inbox.map(({ run }) => run)).size).toBe(count);
    const texts = inbox.map(({ question }) => question).toSorted();
    expect(texts).toEqual(numbers.map((number) => `Question ${number}`).toSorted());
    expect(await world.client.inbox({ limit: 7 })).toEqual(inbox.slice(0, 7));

    await sleep(1_000);
    const before = process.cpuUsage();
    await sleep(2_000);
    const { user, system } = process.cpuUsage(before);
    const cpuMs = Math.round((user + system) / 1_000);
    expect(cpuMs).toBeLessThan(600);

    const [answered, answerS] = await timed(() =>
      fanOut(handles, 20, async (handle, number) => {
        await handle.answer(`answer ${number}`);
        return await handle.result();
      }),
    );
    expect(answered.map(({ content }) => content)).toEqual(
      numbers.map((number) => `answer ${number}`),
    );
    await expect.poll(listed, { timeout: 20_000 }).toEqual([]);
    const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
    process.stderr.write(
      `${count} waiting runs: started in ${startS} s, all asking ${askS} s later, listed in ${listS} s, ${cpuMs} ms of CPU in 2 s of waiting, answered and ended in ${answerS} s, ${rssMb} MB\n`,
    );
  },
  limitMs,
);
