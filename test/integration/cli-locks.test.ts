import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openLocks, type OpenLocks } from '../../src/workers/open-locks.ts';
import { shownFor } from '../package/snippets/blocks.ts';
import { differences } from '../package/snippets/same-document.ts';
import { documentOf, Workplace } from '../support/command-line.ts';

let place: Workplace;
let locks: OpenLocks;

beforeAll(async () => {
  place = new Workplace();
  locks = await openLocks(join(place.stateDir, 'messages.db'));
});
afterAll(async () => {
  await locks.close();
  await place.close();
});

it('locks says that there is none', async () => {
  const { status, stdout } = await place.call(['locks']);

  expect([status, stdout]).toEqual([0, 'No lock is held or waited for.\n']);
});

it('locks lists who holds a lock and who waits for it, in order', async () => {
  await using _ = await locks.getLock('files', 'report.md', {
    holder: 'Writer · save · research-1',
  });
  const cancel = new AbortController();
  const { signal } = cancel;
  for (const [index, holder] of [
    'Critic · save · research-2',
    'Editor · save · research-3',
  ].entries()) {
    locks.getLock('files', 'report.md', { holder, signal }).catch(() => undefined);
    await vi.waitFor(async () => {
      expect((await locks.list())[0]?.waiters).toHaveLength(index + 1);
    });
  }

  const shown = await place.call(['locks', '--json']);
  const text = await place.call(['locks']);
  cancel.abort();

  expect(shown.status).toBe(0);
  const [block] = shownFor('test/integration/cli-locks.test.ts');
  expect(differences(JSON.parse(block?.code ?? ''), documentOf(shown))).toEqual([]);
  expect(text.stdout).toMatch(
    /files\/report\.md +Writer · save · research-1 +1 .*\n +1\. in line +Critic.*\n +2\. in line +Editor/,
  );
});
