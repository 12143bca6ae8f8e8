import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLocks, type OpenLocks } from '../../src/workers/open-locks.ts';
import type { ServedWorld } from '../support/service-world.ts';
import { seriousProblems } from './support/axe.ts';
import { missing, openBrowser } from './support/chromium.ts';
import { idOf, inRuns, pages } from './support/hostile-places.ts';
import { hostileId, hostileUser, startHostileRuns } from './support/hostile-runs.ts';
import { beginOf, endOf, hostileName, hostileText } from './support/hostile-text.ts';
import { openHostileWorld } from './support/hostile-world.ts';
import { attacksIn, trap, unfold } from './support/page-attacks.ts';
import { overflow, type WatchedPage, watchPage } from './support/watched-page.ts';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** High enough that everything is near the screen, and drawn. */
const high = { width: 1280, height: 20_000 };
const narrow = { width: 360, height: 740 };

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('what others have written, wherever it stands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'studio-hostile-'));
  const cancel = new AbortController();
  let world: ServedWorld;
  let locks: OpenLocks;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    [world, browser] = await Promise.all([openHostileWorld(), openBrowser()]);
    locks = await openLocks(join(world.stateDir, 'messages.db'));
    await Promise.all([startHostileRuns(world), holdLocks(), setFacts()]);
    watched = await watchPage(browser, world.server.url, { viewport: high });
    ({ page } = watched);
    await page.addInitScript(trap);
  });
  afterAll(async () => {
    cancel.abort();
    await browser?.close();
    await locks?.close();
    await world?.close();
    rmSync(folder, { recursive: true });
  });

  async function holdLocks() {
    const name = [hostileName('namespace'), hostileName('key')] as const;
    await locks.getLock(...name, { holder: hostileName('holder'), lease: '10m' });
    const waiter = { holder: hostileName('waiter'), signal: cancel.signal, wait: '10m' } as const;
    locks.getLock(...name, waiter).catch(() => undefined);
  }

  async function setFacts() {
    const facts = {
      [hostileName('fact')]: hostileText('value'),
      deep: { [hostileName('field')]: [hostileText('element')] },
    };
    await world.call('POST', `/v1/users/${encodeURIComponent(hostileUser)}/facts`, facts);
  }

  /** What has come of what has got there; all of it must have. */
  async function harmOf(names: readonly string[], texts: readonly string[], here = page) {
    await unfold(here);
    const wanted = [
      ...names.map(beginOf),
      ...texts.flatMap((text) => [beginOf(text), endOf(text)]),
    ];
    await vi.waitFor(async () => {
      const shown = await here.evaluate<string>(
        '[...document.querySelectorAll("#studio, input, textarea")].map((each) => each.value ?? each.textContent).join()',
      );
      expect(wanted.filter((each) => !shown.includes(each))).toEqual([]);
    }, 10_000);
    return await attacksIn(here);
  }

  /** The address of the file that the command writes. */
  async function exported(about: string, ...flags: string[]): Promise<string> {
    const out = join(folder, `${about}.html`);
    const place = ['--state', world.stateDir, '--format', 'html', '--out', out];
    await promisify(execFile)(process.execPath, [
      ...[command, 'export', hostileId(about), ...place, ...flags],
    ]);
    return pathToFileURL(out).href;
  }

  const tabs = Object.entries(inRuns).flatMap(([about, shown]) =>
    Object.entries(shown).map(([tab, texts]) => ({ about, tab, ...texts })),
  );

  it.each(tabs)(
    'does nothing in the $tab of the run $about',
    async ({ about, tab, names, texts }) => {
      const view = tab === 'conversation' ? '' : `?view=${tab}`;
      await page.goto(`${world.server.url}/#/runs/${idOf(about)}${view}`);
      expect(await harmOf(names, texts)).toEqual([]);
    },
  );

  it.each(pages)('does nothing in the page $page', async ({ hash, names, texts }) => {
    await page.goto(`${world.server.url}/#/${hash}`);
    expect(await harmOf(names, texts)).toEqual([]);
  });

  it.each(['supervised', 'tooled', 'approved'])(
    'does nothing in the prompts of the run %s',
    async (about) => {
      await page.goto(`${world.server.url}/#/runs/${idOf(about)}`);
      await page
        .getByRole('button', { name: /^Prompt of/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'Prompt, as it was sent' }).waitFor();
      expect(await harmOf(['user'], ['input', 'context'])).toEqual([]);
    },
  );

  it.each([
    { about: 'tooled', flags: ['--prompts'] },
    { about: 'answered', flags: [] },
  ])(
    'does nothing in the file that export writes of the run $about, which has all of it and asks nobody',
    async ({ about, flags }) => {
      const url = await exported(about, ...flags);
      const file = await watchPage(browser, url, { offline: true, viewport: high });
      await file.page.addInitScript(trap);
      for (const [tab, { names, texts }] of Object.entries(inRuns[about] ?? {})) {
        await file.page.goto(`${url}#/runs/x${tab === 'conversation' ? '' : `?view=${tab}`}`);
        expect(await harmOf(names, texts, file.page)).toEqual([]);
      }
      await file.page.goto(`${url}#/`);
      expect(await seriousProblems(file.page)).toEqual([]);
      const prompts = file.page.getByRole('button', { name: /^Prompt of/ });
      expect((await prompts.count()) > 0).toBe(flags.includes('--prompts'));
      let harm: string[] = [];
      if (flags.includes('--prompts')) {
        await prompts.first().click();
        await file.page.getByRole('heading', { name: 'Reply, as it came' }).waitFor();
        harm = await harmOf(['user'], ['input', 'context'], file.page);
        await file.page.keyboard.press('Escape');
      }
      expect(harm).toEqual([]);
      expect(await file.page.getByText(/^(Cancel|Again with changes|Allow)$/).count()).toBe(0);
      await file.page.setViewportSize(narrow);
      expect(await overflow(file.page)).toBe(0);
      await file.close();
    },
  );

  it.each([
    ...Object.keys(inRuns).map((about) => ({ page: `of ${about}`, hash: `runs/${idOf(about)}` })),
    ...['timeline', 'costs', 'input'].map((view) => ({
      page: `of ${view}`,
      hash: `runs/${idOf('tooled')}?view=${view}`,
    })),
    ...pages,
  ])('fits into 360 px, for everybody, light and dark: the page $page', async ({ hash }) => {
    await page.setViewportSize(narrow);
    await page.goto(`${world.server.url}/#/${hash}`);
    await page.locator('main h1').first().waitFor();
    await page.locator('.loading').waitFor({ state: 'detached' });
    await unfold(page);
    expect(await troubles()).toEqual([]);
  });

  it('fits into 360 px, for everybody, light and dark: the keys and a prompt', async () => {
    await page.setViewportSize(narrow);
    await page.goto(`${world.server.url}/#/runs/${idOf('tooled')}`);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await troubles()).toEqual([]);
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /^Prompt of/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Reply, as it came' }).waitFor();
    await unfold(page);
    expect(await troubles()).toEqual([]);
  });

  /** What somebody with a narrow screen, or one of those whom axe speaks for, trips over. */
  async function troubles(): Promise<string[]> {
    const found = (await overflow(page)) === 0 ? [] : ['the page is wider than the screen'];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await seriousProblems(page)));
    }
    return found;
  }
});
