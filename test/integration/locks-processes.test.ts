import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocks, type OpenLocks } from '../../src/workers/open-locks.ts';
import { databases } from '../support/databases.ts';
import { type LockTaker, startTaker, type TakerMessage } from '../support/lock-taker.ts';

let url: string;
let folder: string;
let locks: OpenLocks;
let children: ChildProcess[];

async function start(taker: Partial<LockTaker>): Promise<ChildProcess> {
  const child = await startTaker({
    url,
    name: 'taker',
    times: 1,
    holdMs: 0,
    lease: '5s',
    log: join(folder, 'log'),
    ...taker,
  });
  children.push(child);
  return child;
}

/** Has a process take the lock, and gives the fencing number when it has. */
async function startHolder(lease: string): Promise<{ child: ChildProcess; fencing: number }> {
  const child = await start({ name: 'holder', holdMs: 60_000, lease });
  child.send('go');
  const [{ held }] = (await once(child, 'message')) as [{ held: number }];
  return { child, fencing: held };
}

async function untilWaiting(count: number): Promise<void> {
  for (;;) {
    const [lock] = await locks.list();
    if (lock?.waiters.length === count) return;
    await sleep(20);
  }
}

function entries(): string[] {
  return readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
}

describe.each(databases)('a lock on $name', (kind) => {
  const { missing } = kind;
  let remove = () => {};

  beforeEach(async () => {
    if (missing !== '') return;
    children = [];
    folder = mkdtempSync(join(tmpdir(), 'durable-agents-locks-'));
    const made = await kind.create();
    url = made.url;
    remove = () => made.remove();
    locks = await openLocks(url);
  });
  afterEach(async () => {
    if (missing !== '') return;
    for (const child of children) child.kill('SIGKILL');
    await locks.close();
    remove();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  describe.skipIf(missing !== '')('that several processes want', () => {
    it('never has two holders, and serves every one of 8 processes 10 times', async () => {
      const names = Array.from({ length: 8 }, (_, index) => `p${index}`);
      const takers = await Promise.all(
        names.map((name) => start({ name, times: 5, parallel: 2, holdMs: 2 })),
      );
      const ended = takers.map((taker) => once(taker, 'exit'));
      for (const taker of takers) taker.send('go');
      expect(await Promise.all(ended)).toEqual(names.map(() => [0, null]));

      const log = entries();
      const numbers = Array.from({ length: 80 }, (_, index) => index + 1);
      expect(log.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
        numbers.flatMap((fencing) => [`enter ${fencing}`, `leave ${fencing}`]),
      );
      for (const name of names) {
        expect(log.filter((line) => line.startsWith('enter') && line.endsWith(name))).toHaveLength(
          10,
        );
      }
    });

    it('is free a lease after its holder was killed, with a higher number', async () => {
      const { child, fencing } = await startHolder('1s');
      child.kill('SIGKILL');
      const since = performance.now();

      await using lock = await locks.getLock('test', 'one');

      expect(lock.fencing).toBe(fencing + 1);
      expect(performance.now() - since).toBeLessThan(15_000);
    });

    it('passes over a waiter that was killed, when it has given no sign of life for 5 s', async () => {
      const first = await locks.getLock('test', 'one');
      const gone = await start({ name: 'gone', holdMs: 60_000 });
      gone.send('go');
      await untilWaiting(1);
      const next = locks.getLock('test', 'one', { holder: 'next' });
      await untilWaiting(2);
      gone.kill('SIGKILL');
      await first.release();
      const since = performance.now();

      await using lock = await next;

      expect(lock.fencing).toBe(2);
      expect(performance.now() - since).toBeLessThan(20_000);
    });

    it('tells a holder that stood still that it has lost it, and keeps the next one from harm', async () => {
      const { child, fencing } = await startHolder('1s');
      child.kill('SIGSTOP');
      await using lock = await locks.getLock('test', 'one', { holder: 'next' });
      expect(lock.fencing).toBe(fencing + 1);

      const said = once(child, 'message') as Promise<[TakerMessage]>;
      child.kill('SIGCONT');

      expect((await said)[0]).toEqual({ lost: 'Lock.TimedOut' });
      expect(await locks.list()).toMatchObject([{ holder: 'next', fencing: lock.fencing }]);
      expect(lock.signal.aborted).toBe(false);
    });
  });
});
