import { beforeEach, describe, expect, it } from 'vitest';
import { CodeGenerations } from '../../src/workers/code-generations.ts';

/** What is served, by the end of its queues. */
const served = new Set<string>();
const started: string[] = [];
/** Told how often it was looked for runs, and says how many go on. */
let openRuns: (looks: number) => number;
let looks: number;
let breakNewest: (reason: Error) => void;

function generations() {
  return new CodeGenerations({
    async start({ suffix }: { suffix: string }) {
      if (suffix === '.bad') throw new Error('no such server');
      started.push(suffix);
      served.add(suffix);
      const ended = new Promise<void>((_, reject) => (breakNewest = reject));
      const close = async () => {
        served.delete(suffix);
      };
      return { ended, close };
    },
    openRuns: async () => openRuns(++looks),
    everyMs: 5,
  });
}

beforeEach(() => {
  served.clear();
  started.length = 0;
  looks = 0;
  openRuns = () => 0;
});

describe('code that is changed while it runs', () => {
  it('is served as long as runs go on that began with it, and one look longer', async () => {
    const atLook: string[][] = [];
    openRuns = (look) => {
      atLook[look] = [...served];
      return look < 4 ? 1 : 0;
    };
    const all = generations();
    await all.begin({ suffix: '.a' });
    await all.begin({ suffix: '.b' });
    await expect.poll(() => [...served]).toEqual(['.b']);
    expect(atLook[5]).toEqual(['.a', '.b']); // a run that has just begun may not be counted yet
    expect(looks).toBe(5);
    await all.close();
    expect([...served]).toEqual([]);
  });

  it('is served by the same workers where it is as it was before', async () => {
    const all = generations();
    openRuns = () => 1;
    for (const suffix of ['.a', '.b', '.a']) await all.begin({ suffix });
    expect(started).toEqual(['.a', '.b']);
    openRuns = () => 0;
    await expect.poll(() => [...served]).toEqual(['.a']);
    await all.close();
  });

  it('stays served while it cannot be told whether runs go on', async () => {
    openRuns = (look) => {
      if (look < 5) throw new Error('the server is away');
      return 0;
    };
    const all = generations();
    await all.begin({ suffix: '.a' });
    await all.begin({ suffix: '.b' });
    await expect.poll(() => [...served]).toEqual(['.b']);
    expect(looks).toBe(6);
    await all.close();
  });

  it('that cannot be started leaves what is served', async () => {
    const all = generations();
    await all.begin({ suffix: '.a' });
    await expect(all.begin({ suffix: '.bad' })).rejects.toThrow('no such server');
    expect([...served]).toEqual(['.a']);
    await all.close();
  });

  it('is told when its workers break, whichever it is', async () => {
    const all = generations();
    await all.begin({ suffix: '.a' });
    breakNewest(new Error('lost'));
    await expect(all.ended).rejects.toThrow('lost');
    await all.close();
  });
});
