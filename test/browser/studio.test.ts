import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kindNames } from '../../src/core/kinds/registry.ts';
import type { Kind, StepInput } from '../../src/core/kinds/step.ts';
import { namesIn, stepMaker } from '../support/kinds-script.ts';
import { seriousProblems } from './support/axe.ts';
import { missing, openBrowser } from './support/chromium.ts';
import { openStudioWorld, type StudioWorld } from './support/studio-world.ts';
import { overflow, type WatchedPage, watchPage } from './support/watched-page.ts';

const narrow = { width: 360, height: 740 };

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('the studio', () => {
  let world: StudioWorld;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    [world, browser] = await Promise.all([openStudioWorld(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });
  beforeEach(async () => {
    world.reset();
    watched = await watchPage(browser, world.server.url);
    ({ page } = watched);
    return async () => {
      await watched.close();
      expect(watched.foreign).toEqual([]);
      expect(watched.wrong).toEqual([]);
    };
  });

  const open = async (hash: string) => await page.goto(`${world.server.url}/#/${hash}`);
  const text = (words: string | RegExp) => page.getByText(words).first();
  const start = async (id: string, spec: StepInput, input = 'Is *tea* better?') => {
    const started = await world.call('POST', '/v1/runs', { spec, input, id });
    expect(started.status).toBe(202);
  };

  it('lists runs, starts a team by its form, and shows it again with changes', async () => {
    await open('teams');
    await page.getByRole('link', { name: /pros-cons/ }).click();
    await page.getByLabel('What is it to work on?').fill('Should the centre be closed to cars?');
    await page.getByText('Advocate').click();
    await page.getByLabel('Role').first().fill('a cyclist');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'pros-cons' }).waitFor();
    await page.getByText('completed').waitFor();
    expect(await page.getByText('simulated').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Runs' }).first().click();
    const row = page.getByRole('link', { name: /Should the centre be closed to cars/ });
    await row.waitFor();
    expect(await row.textContent()).toContain('simulated');
    await page.getByLabel('Kind').selectOption('agent');
    await page.getByText('No run matches').waitFor();
    await page.getByLabel('Kind').selectOption('debate');
    await row.click();
    await page.getByRole('link', { name: 'Again with changes' }).click();
    await page.getByLabel('What is it to work on?').waitFor();
    expect(await page.getByLabel('What is it to work on?').inputValue()).toBe(
      'Should the centre be closed to cars?',
    );
    expect(await page.getByLabel('Role').first().inputValue()).toBe('a cyclist');
  });

  /** Whose reply is held back while it is looked at; of a person, nobody. */
  const last: Record<Kind, string | null> = {
    agent: 'A',
    debate: 'B',
    parallel: 'B',
    person: null,
    pipeline: 'B',
    supervisor: 'B',
  };

  it.each(kindNames)(
    'shows a run of kind %s while it goes on and afterwards, narrow too, so that everybody can use it',
    async (kind) => {
      const id = `kind-${kind}`;
      const who = last[kind];
      if (who !== null) world.held.add(who);
      await start(id, stepMaker('chat')[kind](namesIn(kind)));
      await open(`runs/${id}`);
      if (who === null) {
        await page.getByLabel('Your answer').fill('Tea.');
        await page.getByRole('button', { name: 'Answer' }).click();
      } else {
        await page.getByRole('article', { name: who }).getByText('working').first().waitFor();
        if (kind !== 'agent') await text('from A').waitFor();
        world.held.clear();
        await text(`from ${who}`).waitFor();
      }
      await text('completed').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      for (const view of ['', 'timeline', 'costs', 'input']) {
        await page.setViewportSize(narrow);
        await open(`runs/${id}?view=${view}`);
        await page.locator('.tabs [aria-current]').waitFor();
        expect(await overflow(page), view).toBe(0);
      }
    },
  );

  it('shows the prompt as it was sent and the reply as it came', async () => {
    await start('prompted', {
      kind: 'agent',
      name: 'Ann',
      provider: 'chat',
      instructions: 'Be odd.',
    });
    await open('runs/prompted');
    await page.getByRole('button', { name: 'Prompt of Ann' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Be odd.').first().waitFor();
    await dialog.getByText('from Ann').first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    expect(await dialog.textContent()).not.toContain('correct-horse');
  });

  it('takes an approval in place, with its arguments and a reason', async () => {
    const calls = [{ name: 'send', arguments: { to: 'the king' } }];
    world.says.set('Ann', (asked) =>
      asked === 0 ? { toolCalls: calls } : 'I was not allowed to.',
    );
    const ann = { kind: 'agent', name: 'Ann', provider: 'chat' } as const;
    await start('letter', { ...ann, tools: ['send'], approve: ['send'] });
    await open('inbox');
    await page.getByRole('link', { name: 'letter' }).click();
    await page.getByLabel('An approval').getByText('the king').waitFor();
    await page.getByLabel(/^Reason/).fill('He is away.');
    await page.getByRole('button', { name: 'Deny' }).click();
    await text('I was not allowed to.').waitFor();
    await text('He is away.').waitFor();
    const { approvals } = (await world.client.handle('letter').result()) as {
      approvals?: object[];
    };
    expect(approvals).toMatchObject([{ approved: false, reason: 'He is away.' }]);
  });

  it('sets and shows what is known of a user', async () => {
    await open('users/ada');
    await page.getByRole('textbox', { name: 'Fact' }).fill('drink');
    await page.getByLabel(/^Value/).fill('tea');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('by client').waitFor();
    expect(await world.client.user('ada').get('drink')).toBe('tea');
  });

  it.each(['', 'teams', 'start/pros-cons', 'inbox', 'users', 'threads', 'locks', 'nowhere'])(
    'has nothing serious in the way of anybody at #/%s, and is no wider than a telephone',
    async (hash) => {
      await page.setViewportSize(narrow);
      await open(hash);
      await page.locator('h1, .empty').first().waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    },
  );

  it('goes along lists by keys, and tells which keys there are', async () => {
    await start('keyed', { kind: 'agent', name: 'Ann', provider: 'chat' });
    await open('');
    await page
      .getByRole('link', { name: /Is \*tea\* better/ })
      .first()
      .waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/runs\//);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await open('');
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await page.keyboard.press('/');
    const focused = await page.evaluate('document.activeElement.closest("label")?.textContent');
    expect(focused).toBe('Team');
  });
});
