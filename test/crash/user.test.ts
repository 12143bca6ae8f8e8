import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentsClient } from '../../src/client/index.ts';
import { userContextId } from '../../src/core/user-context.ts';
import { replaceInTurn, startPairs } from './support/rolling.ts';
import { record } from './support/results.ts';
import { full, scaled } from './support/scale.ts';
import { runTogether, startScript } from './support/script.ts';
import { type CrashWorld, openWorld } from './support/world.ts';

const each = scaled(250);
const writers = Array.from({ length: 8 }, (_, index) => `w${index}`);
const user = 'phil';
/** So that the workflow continues as new at a tenth of the updates too. */
const before = full ? 0 : 900;

describe('updates of one user by 8 processes', () => {
  let world: CrashWorld;
  let client: AgentsClient;

  beforeAll(async () => {
    world = await openWorld();
    client = await world.connect();
  });
  afterAll(() => world?.close());

  async function writeBefore(): Promise<void> {
    const facts = client.user(user);
    const numbers = Array.from({ length: before }, (_, index) => index);
    for (let start = 0; start < before; start += 50) {
      const some = numbers.slice(start, start + 50);
      await Promise.all(some.map(() => facts.increment('before', 1, { confirm: false })));
    }
    expect(await facts.get('before')).toBe(before === 0 ? undefined : before);
  }

  async function runId(): Promise<string> {
    const found = await client.parts.temporal.workflow.getHandle(userContextId(user)).describe();
    return found.runId;
  }

  it(`applies each of ${8 * each} once, though a worker is killed every 2 s`, async () => {
    const start = (serve: string) => world.fleet.start(serve);
    const workers = await startPairs(start, ['workflows', 'workflows']);
    await client.user(user).set('name', 'Phil');
    await writeBefore();
    const first = await runId();
    const scripts = await Promise.all(
      writers.map((writer) =>
        startScript('processes/user-writer.ts', [
          world.temporal.address,
          user,
          writer,
          String(each),
        ]),
      ),
    );
    const startedAt = Date.now();
    const reports = scripts.map((script) => script.hear() as Promise<{ sentAgain: number }>);
    for (const script of scripts) script.go();
    const rolling = replaceInTurn(start, workers, 'kill');
    const sentAgain = (await Promise.all(reports)).map((report) => report.sentAgain);
    const s = (Date.now() - startedAt) / 1_000;
    const killed = await rolling.stop();
    await Promise.all(scripts.map((script) => script.end()));

    const facts = Object.fromEntries(
      (await client.user(user).facts()).map(({ key, value }) => [key, value]),
    );
    const lists = writers.map((writer) => facts[`list ${writer}`] as number[]);
    const counted = facts['count'] as number;
    const applied = counted + lists.flat().length;
    record('user', 'ours', {
      updates: 8 * each,
      applied,
      'workers killed': killed,
      'sent again': sentAgain.reduce((sum, times) => sum + times, 0),
      s,
    });
    expect(killed).toBeGreaterThan(0);
    expect(counted).toBe(8 * Math.ceil(each / 2));
    const odd = Array.from({ length: Math.floor(each / 2) }, (_, index) => 2 * index + 1);
    for (const list of lists) expect(list).toEqual(odd);
    expect(await runId(), 'it has continued as new').not.toBe(first);
  });

  it('by hand: a JSON file, read, changed and renamed into place', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'durable-agents-bare-'));
    const file = join(folder, 'facts.json');
    writeFileSync(file, JSON.stringify({ count: 0 }));
    const words = writers.map((writer) => [file, writer, String(each)]);
    const s = await runTogether('bare/user-file.ts', words);
    const { count } = JSON.parse(readFileSync(file, 'utf8')) as { count: number };
    rmSync(folder, { recursive: true, force: true });
    record('user', 'bare', { updates: 8 * each, applied: count, lost: 8 * each - count, s });
    expect(count).toBeGreaterThan(0);
  });
});
