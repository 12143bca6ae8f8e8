import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blocksOf } from '../package/snippets/blocks.ts';
import { curled } from '../package/snippets/curl.ts';
import { commandsOf } from '../package/snippets/shell.ts';
import { differences } from '../package/snippets/shape.ts';
import { openServedWorld, type ServedWorld } from '../support/service-world.ts';

const page = 'docs/service.md';
const blocks = blocksOf(page);
let world: ServedWorld;
let teams: string;

beforeAll(async () => {
  teams = mkdtempSync(join(tmpdir(), 'docs-teams-'));
  const team = blocks.find(({ language }) => language === 'yaml')?.code ?? '';
  writeFileSync(join(teams, 'greeter.yaml'), `${team}provider: simulated\n`);
  world = await openServedWorld({ teams, studio: false });
});

afterAll(async () => {
  await world.close();
  rmSync(teams, { recursive: true, force: true });
});

it('every curl of its page works, in order, and answers as it is shown', async () => {
  let made = 0;
  for (const [at, { language, code, place }] of blocks.entries()) {
    const curls = code
      .split('\n')
      .flatMap(commandsOf)
      .filter(([program]) => program === 'curl');
    if (language !== 'bash' || curls.length === 0) continue;
    let answered = '';
    for (const [, ...words] of curls) {
      const { method, path, headers, body } = curled(words);
      const given = body === undefined ? undefined : (JSON.parse(body) as unknown);
      const answer = await world.call(method, path, given, headers);
      answered = await answer.text();
      expect(answer.ok, `${place} ${path}: ${answered}`).toBe(true);
      made += 1;
    }
    const next = blocks[at + 1];
    if (next?.language !== 'json' || next.code.startsWith('{\n  "error"')) continue;
    expect(differences(JSON.parse(next.code), JSON.parse(answered))).toEqual([]);
  }
  expect(made).toBeGreaterThan(8);
});
