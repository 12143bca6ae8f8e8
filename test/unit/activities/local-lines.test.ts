import { describe, expect, it, vi } from 'vitest';
import { LocalLines, Waiter } from '../../../src/activities/locks/local-lines.ts';
import type { Changes } from '../../../src/activities/store/changes.ts';

const waiterOf = (key: string, ticket: number) => {
  const request = { namespace: 'n', key, requestId: `${key}${ticket}`, holder: 'h', leaseMs: 1 };
  return new Waiter({ ...request, token: `${key}${ticket}` }, ticket);
};

function open() {
  const close = vi.fn<() => void>();
  const watch = vi.fn<Changes['watch']>(() => ({ close }));
  const keepPlaces = vi.fn<(tokens: string[]) => Promise<Set<string>>>(
    async (tokens) => new Set(tokens),
  );
  return { lines: new LocalLines({ watch }, keepPlaces), watch, close, keepPlaces };
}

/** Whether a waiter is to look now; `false` when nothing has woken it. */
function isWoken(waiter: Waiter): Promise<boolean> {
  const asleep = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([waiter.woken().then(() => true), asleep]);
}

describe('the lines of a process', () => {
  it('watch the database from the first waiter to the last', () => {
    const { lines, watch, close } = open();
    const [one, two] = [waiterOf('a', 1), waiterOf('b', 1)];

    lines.join(one);
    lines.join(two);
    expect(watch).toHaveBeenCalledTimes(1);
    lines.leave(one);
    expect(close).not.toHaveBeenCalled();
    lines.leave(two);

    expect(close).toHaveBeenCalledTimes(1);
  });

  it('have the lowest ticket of a line look and nobody behind it, until it has left', async () => {
    const { lines } = open();
    const [second, first] = [waiterOf('a', 2), waiterOf('a', 1)];
    lines.join(second);
    lines.join(first);
    expect([await isWoken(second), await isWoken(first)]).toEqual([true, true]); // they have joined

    lines.changed();
    expect([await isWoken(second), await isWoken(first)]).toEqual([false, true]);
    lines.leave(first);

    expect(await isWoken(second)).toBe(true);
    lines.leave(second);
  });

  it('have nobody look where the next one is known and waits elsewhere', async () => {
    const { lines } = open();
    const [first, second] = [waiterOf('a', 1), waiterOf('a', 2)];
    lines.join(first);
    lines.join(second);
    await first.woken(); // it has joined

    lines.changed(first.digest, 'elsewhere');
    lines.changed(first.digest, second.request.token);

    expect([await isWoken(first), await isWoken(second)]).toEqual([false, true]);
    lines.leave(first);
    lines.leave(second);
  });

  it('have a waiter look whose place was not kept', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { lines, keepPlaces } = open();
    const [kept, lost] = [waiterOf('a', 1), waiterOf('a', 2)];
    keepPlaces.mockResolvedValue(new Set([kept.request.token]));
    lines.join(kept);
    lines.join(lost);
    await vi.advanceTimersByTimeAsync(1_000);

    expect([await isWoken(lost), keepPlaces.mock.lastCall]).toEqual([true, [['a1', 'a2']]]);
    lines.leave(kept);
    lines.leave(lost);
    vi.useRealTimers();
  });
});
