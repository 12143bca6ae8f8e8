import { describe, expect, it, onTestFinished } from 'vitest';
import { readCallTexts } from '../../src/activities/call-texts.ts';
import type { Store } from '../../src/activities/store/open-store.ts';
import type { ThreadRequest } from '../../src/activities/thread-request.ts';
import { createThreadActivities } from '../../src/activities/thread-window.ts';
import { databases } from '../support/databases.ts';
import { watchStalls } from '../support/stall-watch.ts';
import { useTwoStores } from '../support/two-stores.ts';
import { modelCall, windowOf } from '../unit/activities/fixtures.ts';

/** What nothing may hold the event loop for in one piece. */
const longestMs = 50;

const request: ThreadRequest = {
  name: 'talk',
  tokens: 16_000,
  overflow: 'summarise',
  provider: 'openai',
  model: null,
  step: 'exec/step',
  run: 'run-1',
};

/** Says something so often, 200 to 400 characters each. */
async function say(store: Store, count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, index) => {
    const role = index % 2 === 0 ? ('user' as const) : ('assistant' as const);
    const content = `<said> & meant, number ${index}: ${'and so on and on, '.repeat(10 + (index % 10))}`;
    return { id: `m${index}`, author: role, role, content, run: '' };
  });
  await store.threads.add('talk', messages);
}

/** The longest piece of some work, after it was warmed up: a compiler's own time is not meant. */
async function longestPieceOf(work: () => Promise<unknown>): Promise<number> {
  const watch = watchStalls();
  onTestFinished(() => watch.stop());
  await new Promise((resolve) => setImmediate(resolve));
  await work();
  await new Promise((resolve) => setImmediate(resolve));
  watch.stop();
  return watch.longest();
}

describe.each(databases)('on $name the event loop is never held for over 50 ms', (kind) => {
  const stores = useTwoStores(kind);

  describe.skipIf(kind.missing !== '')('by a thread of 10,000 messages', () => {
    it('that is opened, and summed up', async () => {
      await say(stores.there, 10_000);
      const activities = createThreadActivities({ store: stores.here });
      let parts = 0;

      const longest = await longestPieceOf(async () => {
        parts = (await activities.openThread(request)).work?.parts.length ?? 0;
      });

      expect(parts).toBe(40);
      expect(longest).toBeLessThan(longestMs);
    });

    it('that a call sees whole', async () => {
      await say(stores.there, 10_000);
      const call = modelCall({ thread: windowOf('talk', 10_000) });
      let messages = 0;

      const longest = await longestPieceOf(async () => {
        messages = (await readCallTexts(stores.here, call)).messages.length;
      });

      expect(messages).toBe(10_001);
      expect(longest).toBeLessThan(longestMs);
    });
  });

  it.skipIf(kind.missing !== '')('by a message of 1.5 MB that is summed up', async () => {
    const content = 'A clause of a contract, without end, '.repeat(40_000);
    await stores.there.threads.add('talk', [
      { id: 'huge', author: 'Phil', role: 'user', content, run: '' },
    ]);
    const activities = createThreadActivities({ store: stores.here });
    let parts = 0;

    const longest = await longestPieceOf(async () => {
      parts = (await activities.openThread(request)).work?.parts.length ?? 0;
    });

    expect(parts).toBeGreaterThan(30);
    expect(longest).toBeLessThan(longestMs);
  });
});
