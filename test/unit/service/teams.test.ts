import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serviceAlone } from '../../support/service-alone.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teams-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const ann = '# Says hello\n# in a friendly way.\n\nkind: agent\nname: Ann\n';

interface Shown {
  name: string;
  description: string;
  kind: string | null;
  problem: string | null;
  spec?: object | null;
}

async function teamOf(alone: Awaited<ReturnType<typeof serviceAlone>>, name: string) {
  return (await (await alone.ask(`/v1/teams/${name}`)).json()) as Shown;
}

it('has the teams of a folder, and the ready-made ones behind them', async () => {
  write('greeter.yaml', ann);
  write(
    'pair.json',
    '{"kind":"parallel","name":"Pair","agents":[{"kind":"agent","name":"A"},{"kind":"agent","name":"B"}]}',
  );
  write('notes.txt', 'not a team');
  write('.hidden.yaml', 'kind: agent');
  await using alone = await serviceAlone({ teams: folder });
  const { teams } = (await (await alone.ask('/v1/teams')).json()) as { teams: Shown[] };
  expect(teams.map(({ name }) => name)).toEqual([
    'greeter',
    'pair',
    'research-team',
    'pros-cons',
    'expert-panel',
    'council',
    'write-and-review',
    'map-summarise',
  ]);
  expect(teams[0]).toMatchObject({ description: 'Says hello in a friendly way.', kind: 'agent' });
  expect(teams[1]).toMatchObject({ description: 'parallel: A, B', problem: null });
  expect(await teamOf(alone, 'greeter')).toMatchObject({ spec: { kind: 'agent', name: 'Ann' } });
});

it('names a broken team with its problem and its place, and the others go on', async () => {
  write('broken.yaml', 'kind: agent\nname: Ann\ntimeout: soon\n');
  write('greeter.yaml', ann);
  await using alone = await serviceAlone({ teams: folder });
  const broken = await teamOf(alone, 'broken');
  expect(broken).toMatchObject({ kind: null, spec: null });
  expect(broken.problem).toMatch(/broken\.yaml:3:1 timeout: .*not a duration/);
  expect(alone.logged).toEqual([expect.stringMatching(/team 'broken' has a problem/)]);
  const started = await alone.ask('/v1/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ team: 'broken', input: 'Hi' }),
  });
  expect(started.status).toBe(422);
  expect((await teamOf(alone, 'greeter')).problem).toBeNull();
});

it('reads teams again when other tools are there, and tells only what that has changed', async () => {
  write('greeter.yaml', ann);
  write('booker.yaml', `${ann}tools: [book]\n`);
  const simulated = { api: 'simulated', baseURL: null, keyEnv: null, model: null, ready: true };
  const serving = (tools: Record<string, string>) => ({
    providers: { simulated },
    transforms: {},
    tools,
  });
  await using alone = await serviceAlone({ teams: folder }, { serving: serving({}) as never });
  expect((await teamOf(alone, 'booker')).problem).toMatch(/no tool 'book' is registered/);
  Object.assign(alone.service.client.parts, { serving: serving({ book: '1' }) });
  write('notes.txt', 'has it looked at once');
  const problem = async () => (await teamOf(alone, 'booker')).problem;
  await expect.poll(problem, { timeout: 5_000 }).toBeNull();
  expect(alone.logged.slice(1)).toEqual(["the team 'booker' was read"]);
  Object.assign(alone.service.client.parts, { serving: serving({}) });
  write('notes.txt', 'and again');
  await expect.poll(problem, { timeout: 5_000 }).toMatch(/no tool 'book' is registered/);
});

it('picks up what changes, and keeps what cannot be read any more as it was', async () => {
  write('greeter.yaml', ann);
  await using alone = await serviceAlone({ teams: folder });
  const problem = async () => (await teamOf(alone, 'greeter')).problem;
  write('greeter.yaml', 'kind: agent\nname: [');
  await expect.poll(problem).toMatch(/greeter\.yaml:2/);
  expect(await teamOf(alone, 'greeter')).toMatchObject({ kind: 'agent', spec: { name: 'Ann' } });
  write('greeter.yaml', ann.replace('Ann', 'Bea'));
  await expect.poll(problem).toBeNull();
  expect(await teamOf(alone, 'greeter')).toMatchObject({ spec: { name: 'Bea' } });
  renameSync(join(folder, 'greeter.yaml'), join(folder, 'welcomer.yaml'));
  await expect.poll(async () => (await alone.ask('/v1/teams/welcomer')).status).toBe(200);
  expect((await alone.ask('/v1/teams/greeter')).status).toBe(404);
});

it('finds a team that was written a moment ago, at every door', async () => {
  await using alone = await serviceAlone({ teams: folder });
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const post = (path: string, body: object) =>
    alone.ask(path, { ...json, body: JSON.stringify(body) });
  write('one.yaml', ann);
  expect((await alone.ask('/v1/teams/one')).status).toBe(200);
  write('two.yaml', ann);
  expect((await alone.ask('/v1/models/two')).status).toBe(200);
  write('three.yaml', 'kind: agent\n'); // what is wrong with it is said without a server
  expect((await post('/v1/runs', { team: 'three', input: 'Hi' })).status).toBe(422);
  write('four.yaml', 'kind: agent\n');
  const messages = [{ role: 'user', content: 'Hi' }];
  const chat = await post('/v1/chat/completions', { model: 'four', messages });
  expect(await chat.json()).toMatchObject({ error: { message: /four\.yaml/ } });
  expect((await alone.ask('/v1/teams/five')).status).toBe(404);
});

it('says that two files have the name of one team, until one of them is renamed', async () => {
  write('greeter.yaml', ann);
  write('greeter.json', '{"kind":"agent","name":"Bea"}');
  await using alone = await serviceAlone({ teams: folder });
  const problem = async () => (await teamOf(alone, 'greeter')).problem;
  expect(await problem()).toMatch(/two files are called 'greeter'/);
  renameSync(join(folder, 'greeter.json'), join(folder, 'other.json'));
  await expect.poll(problem).toBeNull();
});

it('refuses a folder that is named and not there, and finds the usual one once it is made', async () => {
  await expect(serviceAlone({ teams: join(folder, 'none') })).rejects.toThrow(/there is no folder/);
  process.chdir(folder);
  await using alone = await serviceAlone();
  expect((await alone.ask('/v1/teams/greeter')).status).toBe(404);
  mkdirSync(join(folder, 'teams'));
  write('teams/greeter.yaml', ann);
  await expect.poll(async () => (await alone.ask('/v1/teams/greeter')).status).toBe(200);
});
