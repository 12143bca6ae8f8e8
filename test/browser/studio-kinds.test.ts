import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { kindNames } from '../../src/core/kinds/registry.ts';
import { createServer } from '../../src/service/index.ts';
import { missing } from './support/chromium.ts';
import { scenes } from './support/scenes/all.ts';
import type { Scene } from './support/scenes/scene.ts';
import { boxOf } from './support/seen.ts';
import type { StudioWorld } from './support/studio-world.ts';
import { useStudio } from './support/use-studio.ts';
import { watchPage } from './support/watched-page.ts';

/** High enough for a whole run: what is far from the screen is not laid out. */
const tall = { width: 1280, height: 3_000 };

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('every kind in the studio', () => {
  const studio = useStudio();
  let world: StudioWorld;
  let browser: Browser;
  beforeAll(() => {
    ({ world, browser } = studio);
  });

  const start = async (id: string, { step: spec, held, script }: Scene) => {
    script?.(world);
    if (held !== null) world.held.add(held);
    const started = await world.call('POST', '/v1/runs', { spec, input: 'Is *tea* better?', id });
    expect(started.status).toBe(202);
  };
  /** Lets a run go on from its middle. */
  const goOn = async (id: string, { held }: Scene) => {
    world.held.clear();
    if (held === null) await world.client.handle(id).answer('tea', { by: 'Eve' });
  };

  it.each(kindNames)(
    'a %s is seen in its form while it goes on, in every view, and at its end',
    async (kind) => {
      const scene = scenes[kind];
      const id = `seen-${kind}`;
      const { page, close } = await watchPage(browser, world.server.url, { viewport: tall });
      await start(id, scene);
      await page.goto(`${world.server.url}/#/runs/${id}`);
      await scene.middle(page);
      await expectMiddleOfOtherViews(page, scene);
      await page.getByRole('link', { name: 'Conversation' }).click();
      await scene.middle(page);
      await goOn(id, scene);
      await page.getByText('completed').waitFor();
      await scene.end(page);
      expect(await page.locator('[aria-busy=true]').count(), 'nobody works any more').toBe(0);
      await expectEndOfOtherViews(page, scene);
      await close();
    },
  );

  it.each(kindNames)(
    'a %s goes on behind a restart of the service, and then is shown as to who comes later',
    async (kind) => {
      const scene = scenes[kind];
      const id = `cut-${kind}`;
      const first = await createServer(world.client, { port: 0, teams: [] });
      const lost = { tolerate: /ERR_/, viewport: tall };
      const { page, close } = await watchPage(browser, first.url, lost);
      const behind: (string | undefined)[] = [];
      page.on('request', (request) => {
        if (request.url().endsWith('/events')) behind.push(request.headers()['last-event-id']);
      });
      await start(id, scene);
      await page.goto(`${first.url}/#/runs/${id}`);
      await scene.middle(page);
      await first.close();
      await page.getByText('reconnecting…').waitFor();
      await scene.middle(page);
      await goOn(id, scene);
      await world.client.handle(id).result();
      const second = await createServer(world.client, { port: portOf(first.url), teams: [] });
      await page.getByText('completed').waitFor();
      await scene.end(page);
      expect(await page.getByText('reconnecting…').count()).toBe(0);
      expect(behind[0]).toBeUndefined();
      expect(behind.at(-1)).toMatch(/^\d+/);
      const grown = await wordsOf(page);
      await page.reload();
      await scene.end(page);
      expect(grown).toEqual(await wordsOf(page));
      await close();
      await second.close();
    },
  );
});

const portOf = (url: string) => Number(new URL(url).port);

/** Everything that is said and shown in the conversation. */
const wordsOf = async (page: Page) => await page.locator('.conversation').innerText();

const view = async (page: Page, name: string) => {
  await page.getByRole('link', { name, exact: true }).click();
  await page.locator('.tabs [aria-current]', { hasText: name }).waitFor();
};

const costs = (page: Page) => page.locator('table.costs');

/** Calls by agent. */
async function callsOf(page: Page): Promise<Record<string, string>> {
  const rows = await costs(page).locator('tbody tr').all();
  const cells = await Promise.all(
    rows.map(async (row) => await row.locator('th, td').allInnerTexts()),
  );
  return Object.fromEntries(cells.map(([agent = '', , calls = '']) => [agent, calls]));
}

async function expectMiddleOfOtherViews(page: Page, { rows, held }: Scene): Promise<void> {
  const [waitedFor = 'Ada'] = held?.split(' ') ?? [];
  await view(page, 'Timeline');
  await expectRows(page, rows.middle);
  const running = page.locator('.bars .state-running');
  expect(await running.count()).toBe(1);
  expect(await running.getAttribute('class')).toContain(held === null ? 'bar-person' : 'bar-turn');
  const [bar, plot] = await Promise.all([boxOf(running), boxOf(page.locator('.bars'))]);
  expect(Math.abs(bar.x + bar.width - plot.x - plot.width), 'it reaches to now').toBeLessThan(3);
  await page.getByText('As a table').click();
  const goesOn = page.locator('tr', { has: page.getByText('goes on', { exact: true }) });
  expect(await goesOn.allInnerTexts()).toEqual([expect.stringContaining(`\t${waitedFor}\t`)]);
  await view(page, 'Costs');
  const calls = await callsOf(page);
  expect(Object.keys(calls).toSorted()).toEqual(held === null ? [] : rows.middle.toSorted());
  await view(page, 'Input');
  await page.locator('.started-with em', { hasText: 'tea' }).waitFor();
  await page.getByLabel('The spec').getByText('"kind"').first().waitFor();
}

async function expectEndOfOtherViews(page: Page, { rows, held }: Scene): Promise<void> {
  await view(page, 'Timeline');
  await expectRows(page, rows.end);
  expect(await page.locator('.bars .state-running').count()).toBe(0);
  const bars = await page.locator('.bars .bar').count();
  const lines = await page.locator('.more tbody tr').count();
  expect(lines).toBe(bars);
  await view(page, 'Costs');
  const calls = await callsOf(page);
  expect(Object.keys(calls).toSorted()).toEqual(held === null ? [] : rows.end.toSorted());
  const sum = Object.values(calls).reduce((all, each) => all + Number(each), 0);
  expect(await costs(page).locator('tfoot td').nth(1).innerText()).toBe(`${sum}`);
}

async function expectRows(page: Page, rows: readonly string[]): Promise<void> {
  const names = page.locator('.timeline-names li');
  await expect.poll(() => names.count()).toBe(rows.length);
  expect((await names.allInnerTexts()).toSorted()).toEqual(rows.toSorted());
}
