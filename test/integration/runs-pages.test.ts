import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunPage } from '../../src/client/index.ts';
import { documentOf, Workplace } from '../support/command-line.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

const agent = { kind: 'agent', name: 'Ann', provider: 'responses' } as const;
const other = { kind: 'agent', name: 'Ben', provider: 'responses' } as const;
const count = 7;
const newest = Array.from({ length: count }, (_, index) => `run-${count - 1 - index}`);

let world: LiveWorld;
let place: Workplace;

beforeAll(async () => {
  world = await openWorld();
  place = new Workplace();
  for (const id of newest.toReversed()) await world.client.run(agent, 'Go.', { id });
  await world.client.run(other, 'Go.', { id: 'other' });
  await isListed('other');
});
afterAll(async () => {
  await world.close();
  await place.close();
});

/** The server lists what has begun a moment later. */
async function isListed(id: string): Promise<void> {
  const newestId = async () => (await world.client.runs.list({ limit: 1 }))[0]?.id;
  for (const end = Date.now() + 10_000; (await newestId()) !== id; await sleep(100))
    if (Date.now() > end) throw new Error(`'${id}' is not listed`);
}

/** Pages to the last one, or to one too many. */
async function pagesOf(read: (after: string | undefined) => Promise<RunPage>): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: string | undefined; pages.length <= count;) {
    const { runs, next } = await read(after);
    pages.push(runs.map(({ id }) => id));
    if (next === null) return pages;
    after = next;
  }
  throw new Error('the pages do not end');
}

const threeAtATime = [newest.slice(0, 3), newest.slice(3, 6), newest.slice(6)];

describe('more runs than a page has', () => {
  it('are told in pages, each once, whatever begins meanwhile', async () => {
    const pages = await pagesOf(async (after) => {
      const options = { name: 'Ann', limit: 3, ...(after !== undefined && { after }) };
      const page = await world.client.runs.page(options);
      if (after === undefined) {
        await world.client.run(agent, 'Go.', { id: 'meanwhile' });
        await isListed('meanwhile');
      }
      return page;
    });

    expect(pages).toEqual(threeAtATime);
    const { next } = await world.client.runs.page({ limit: 2 });
    const behind = await world.client.runs.list({ limit: 1, after: next ?? '' });
    expect(behind.map(({ id }) => id)).toEqual([newest[0]]);
  });

  it('are paged on the command line too', async () => {
    const words = ['list', '--state', world.stateDir, '--name', 'Ann', '--limit', '4'];

    const pages = await pagesOf(async (after) => {
      const ended = await place.run([...words, '--json', ...(after ? ['--after', after] : [])]);
      return documentOf(ended) as unknown as RunPage;
    });
    const shown = await place.run(words);

    const all = ['meanwhile', ...newest];
    expect(pages).toEqual([all.slice(0, 4), all.slice(4)]);
    const { next } = await world.client.runs.page({ name: 'Ann', limit: 4 });
    expect(shown.stdout.trimEnd().split('\n').at(-1)).toBe(`More follow: --after ${next}`);
  });
});
