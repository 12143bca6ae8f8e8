import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { openLocks } from '../../src/workers/open-locks.ts';
import { missing } from './support/chromium.ts';
import type { StudioWorld } from './support/studio-world.ts';
import { usePage, useStudio } from './support/use-studio.ts';
import { watchPage } from './support/watched-page.ts';

const ann = { kind: 'agent', name: 'Ann', provider: 'chat' } as const;
const relay: StepInput = { kind: 'pipeline', name: 'Relay', steps: [ann, { ...ann, name: 'Ben' }] };

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('who uses the studio', () => {
  const studio = useStudio();
  const used = usePage(studio, { tolerate: /422|400/ });
  let world: StudioWorld;
  let page: Page;
  beforeEach(() => {
    ({ world } = studio);
    ({ page } = used);
  });
  beforeAll(async () => {
    ({ world } = studio);
    const asking = { kind: 'person' as const, name: 'Editor', question: 'How long?' };
    await Promise.all([
      start('relay', relay, { user: 'ada' }),
      start('threaded', ann, { thread: 'tea', user: 'ada' }),
      start('asking', asking, { user: 'bob' }),
    ]);
    await Promise.all(['relay', 'threaded'].map((id) => world.client.handle(id).result()));
  });

  const start = (id: string, spec: StepInput, more: object = {}) =>
    world.client.start(spec, 'Is tea better?', { id, ...more });
  const open = async (hash: string) => await page.goto(`${world.server.url}/#/${hash}`);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const hash = () => new URL(page.url()).hash;
  const focused = async () =>
    await page.evaluate<string>(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
    );
  const rows = () => page.locator('.row .row-about strong');

  it.each([
    { from: 'runs/relay', keys: ['g', 'r'], to: '#/' },
    { from: 'runs/relay', keys: ['g', 's'], to: '#/teams' },
    { from: 'users/ada', keys: ['g', 'i'], to: '#/inbox' },
    { from: 'runs/relay/1-Ann', keys: ['u'], to: '#/runs/relay' },
    { from: 'runs/relay?view=costs', keys: ['u'], to: '#/' },
    { from: 'users/ada', keys: ['u'], to: '#/users' },
    { from: 'threads/tea', keys: ['u'], to: '#/threads' },
    { from: 'start/pros-cons', keys: ['u'], to: '#/teams' },
    { from: 'runs/relay', keys: ['j', 'j', 'Enter'], to: '#/runs/relay/2-Ben' },
    { from: 'runs/relay', keys: ['j', 'j', 'k', 'Enter'], to: '#/runs/relay/1-Ann' },
  ])('goes from $from by $keys to $to', async ({ from, keys, to }) => {
    await open(from);
    await page.locator('main :is(.statement, .row, h1 + *)').first().waitFor();
    if (from === 'runs/relay') await page.getByRole('article', { name: 'Ben' }).waitFor();
    await press(...keys);
    await expect.poll(hash).toBe(to);
  });

  it('is told that a run is not there, and shown nothing that looks like one', async () => {
    const other = await watchPage(studio.browser, world.server.url, { tolerate: /404/ });
    await other.page.goto(`${world.server.url}/#/runs/nowhere`);
    await other.page.getByRole('alert').getByText("there is no run 'nowhere'").waitFor();
    await other.page.getByRole('button', { name: 'Try again' }).waitFor();
    await expect.poll(() => other.page.getByText('running', { exact: true }).count()).toBe(0);
    await other.close();
  });

  it('has keys that are not obeyed where somebody writes', async () => {
    await open('');
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await press('/');
    await page.keyboard.type('gu?j');
    expect(await page.getByLabel('Team').inputValue()).toBe('gu?j');
    expect([hash(), await page.getByRole('dialog').count()]).toEqual(['#/', 0]);
  });

  it('is where it was when a dialog has been closed', async () => {
    await open('runs/relay');
    await page.getByRole('article', { name: 'Ben' }).waitFor();
    await press('j', '?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    for (const key of ['j / k', 'Enter', 'g r', 'u']) {
      const [first = ''] = key.split(' ');
      await keys.getByText(first, { exact: true }).first().waitFor();
    }
    await press('Escape');
    await expect.poll(focused).toMatch(/Ann$/);
    const button = page.getByRole('button', { name: /^Prompt of .*Ben$/ });
    await button.focus();
    await press('Enter');
    await page.getByRole('heading', { name: 'Reply, as it came' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).last().click();
    await expect.poll(focused).toMatch(/^Prompt of .*Ben$/);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('chooses light or dark, and finds it so the next time', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const background = () =>
      page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    await open('');
    const dark = await background();
    await page.getByRole('button', { name: 'Theme: system' }).click();
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: 'Theme: light' }).waitFor();
    expect(await background()).toBe(light);
    await page.getByRole('button', { name: 'Theme: light' }).click();
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await background()).toBe(dark);
    await page.getByRole('button', { name: 'Theme: dark' }).click();
    await page.getByRole('button', { name: 'Theme: system' }).waitFor();
    expect(await background()).toBe(light);
  });

  it('cancels a run, but not by mistake', async () => {
    world.held.add('Cid');
    await start('long', { ...ann, name: 'Cid' });
    await open('runs/long');
    await page.getByRole('button', { name: 'Cancel' }).focus();
    await press('Enter');
    await expect.poll(focused).toBe('No');
    await press('Enter');
    await expect.poll(focused).toBe('Cancel');
    expect(await (await world.call('GET', '/v1/runs/long')).json()).toMatchObject({
      status: 'running',
    });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel this run' }).click();
    await page.getByText('The run is being cancelled.').waitFor();
    await page.locator('.status-cancelled').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
  });

  it('filters the runs by all that there is to filter by, in an address to keep', async () => {
    await open('');
    const all = page.locator('.row');
    await expect.poll(() => all.count()).toBeGreaterThanOrEqual(3);
    const shows = async (...names: string[]) => {
      await expect.poll(async () => (await rows().allTextContents()).toSorted()).toEqual(names);
    };
    await page.getByLabel('Team').focus();
    await page.keyboard.type('Rel');
    await page.waitForResponse(/v1\/runs\?/); // the list is drawn again
    await page.waitForResponse(/v1\/runs\?/);
    await page.keyboard.type('ay');
    await press('Enter');
    await shows('Relay');
    await page.getByLabel('Team').fill('');
    await page.getByLabel('User').fill('ada');
    await press('Enter');
    await shows('Ann', 'Relay');
    await page.getByLabel('Kind').selectOption('pipeline');
    await shows('Relay');
    expect(hash()).toBe('#/?user=ada&kind=pipeline');
    await page.reload();
    await shows('Relay');
    await page.getByLabel('Status').selectOption('failed');
    await page.getByRole('link', { name: 'Show all runs' }).click();
    await page.getByLabel('waiting for somebody').check();
    await shows('Editor');
    await page.getByLabel('Status').selectOption('completed');
    await page.getByText('No run matches').waitFor();
  });

  it('changes the spec as JSON: what is wrong is said, nothing is lost, and it starts', async () => {
    await open('start?again=relay');
    await page.getByText('The whole spec').click();
    const spec = page.getByLabel('As JSON', { exact: false });
    const written = await spec.inputValue();
    expect(JSON.parse(written)).toMatchObject({ kind: 'pipeline', name: 'Relay' });
    const starting = page.getByRole('button', { name: 'Start' });
    await spec.fill(`${written.slice(0, -1)}, broken`);
    await page.getByText(/^This is not valid JSON: .+/).waitFor();
    expect(await starting.isDisabled()).toBe(true);
    await page.getByLabel('What is it to work on?').fill('Is coffee better?');
    expect(await spec.inputValue()).toBe(`${written.slice(0, -1)}, broken`);
    await spec.fill('[]');
    await page.getByText('A spec is an object').waitFor();
    await spec.fill(JSON.stringify({ ...ann, name: 'Dot', rounds: 3 }));
    await starting.click();
    const refused = page.getByRole('alert');
    await refused.getByText('rounds').waitFor();
    expect(await spec.inputValue()).toContain('"rounds":3');
    expect(await page.getByLabel('What is it to work on?').inputValue()).toBe('Is coffee better?');
    await spec.fill(JSON.stringify({ ...ann, name: 'Dot', role: 'a poet' }));
    await page.getByText('Dot', { exact: true }).click();
    expect(await page.getByLabel('Role').inputValue()).toBe('a poet');
    await starting.click();
    await page.getByRole('heading', { name: 'Dot' }).waitFor();
    await page.getByText('from Dot').waitFor();
  });

  it('reads a thread, and comes to the run that each message is from', async () => {
    await open('threads');
    await page.getByRole('link', { name: /^tea/ }).click();
    await page.getByRole('article', { name: 'Ann' }).getByText('from Ann').waitFor();
    expect(await page.getByRole('article').count()).toBe(2);
    await page.getByRole('article', { name: 'Ann' }).getByRole('link', { name: 'run' }).click();
    await expect.poll(hash).toBe('#/runs/threaded');
    await open('runs/threaded?view=input');
    await page.getByRole('link', { name: 'tea' }).click();
    await expect.poll(hash).toBe('#/threads/tea');
  });

  it('sees who holds a lock and who waits, until it is free', async () => {
    await using locks = await openLocks(join(world.stateDir, 'messages.db'));
    const lock = await locks.getLock('files', 'report.md', { holder: 'Writer' });
    const next = locks.getLock('files', 'report.md', { holder: 'Critic' });
    await open('locks');
    const card = page.getByRole('listitem').filter({ hasText: 'files/report.md' });
    await card.getByText(/held by Writer/).waitFor();
    await card.getByRole('list', { name: 'Who waits' }).getByText('Critic').waitFor();
    await lock.release();
    const taken = await next;
    await card.getByText(/held by Critic/).waitFor();
    await taken.release();
    await page.getByText('No lock is held').waitFor();
    expect(await card.count()).toBe(0);
  });
});
