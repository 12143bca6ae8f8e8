import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { announceStudio } from '../../src/workers/embedded/index.ts';
import { stepMaker } from '../support/kinds-script.ts';
import { missing, openBrowser } from './support/chromium.ts';
import { openStudioWorld, type StudioWorld } from './support/studio-world.ts';

const make = stepMaker('chat');

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')("the studio and Temporal's Web UI", () => {
  let world: StudioWorld;
  let browser: Browser;
  let page: Page;
  let forget: () => void;

  beforeAll(async () => {
    [world, browser] = await Promise.all([openStudioWorld(), openBrowser()]);
    forget = announceStudio(world.stateDir, world.server.url);
    world.held.add('B');
    const question = { kind: 'person' as const, name: 'Editor', question: 'How long is *it*?' };
    await Promise.all([
      start('planned', make.supervisor(['A', 'B', 'C'], { name: 'Planned' })),
      start('waiting', question),
      start('over', make.parallel(['A', 'C'], { name: 'Over' }), { user: 'ada' }),
    ]);
    await world.client.handle('over').result();
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    forget?.();
    world?.held.clear();
    await browser?.close();
    await world?.close();
  });

  const start = (id: string, spec: StepInput, more: object = {}) =>
    world.client.start(spec, 'Is tea better?', { id, ...more });

  /** What the Web UI says of a run, where its Markdown is drawn. */
  async function metadataOf(id: string, claim: (texts: string) => void): Promise<void> {
    await page.goto(world.client.handle(id).url ?? '');
    await page.getByText('User Metadata').click();
    await vi.waitFor(async () => {
      const frames = page.frames().map((frame) => frame.locator('body').innerText());
      claim((await Promise.all(frames)).join('\n').replaceAll('\u2060', ''));
    }, 20_000);
  }

  it('tells how a run goes while it goes on: its plan with what is done, and who is at work', async () => {
    await metadataOf('planned', (text) => {
      expect(text).toMatch(/Running · \d steps? done/);
      expect(text).toContain('At work: B');
      expect(text).toMatch(/Plan 1: [12] of 3 tasks done/);
      expect(text).toMatch(/☑ A: work, A · .*\$/);
      expect(text).toMatch(/☐ B: work, B · at work/);
    });
  });

  it('tells what a run waits for', async () => {
    await metadataOf('waiting', (text) => {
      expect(text).toContain('Waits for an answer');
      expect(text).toContain('How long is *it*?');
    });
  });

  it('leads from the page of a run to the Web UI, and from there back', async () => {
    await page.goto(`${world.server.url}/#/runs/over`);
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Temporal’s Web UI' }).click();
    const webUi = await opened;
    await webUi.waitForURL(/\/workflows\/over\//);
    await webUi.getByText('User Metadata').click();
    const link = await vi.waitFor(async () => {
      for (const frame of webUi.frames()) {
        const found = frame.getByRole('link', { name: 'In the studio' });
        if ((await found.count()) > 0) return found.first();
      }
      throw new Error('there is no link to the studio');
    }, 20_000);
    expect(await link.getAttribute('href')).toBe(`${world.server.url}/#/runs/over`);
    const studio = webUi.context().waitForEvent('page');
    await link.click();
    await (await studio).getByRole('heading', { name: 'Over' }).waitFor();
    await webUi.close();
  });

  it.each([
    ['AgentsPattern = "parallel"', ['over']],
    ['AgentsUser = "ada" AND AgentsPattern != "user-context"', ['over']],
    ['AgentsName = "Planned"', ['planned']],
    ['AgentsCost > 0 AND AgentsPattern = "parallel"', ['over']],
    ['AgentsWaiting > 0', ['waiting']],
  ])('finds runs in the Web UI by %s', async (query, ids) => {
    const { origin, pathname } = new URL(world.client.handle('over').url ?? '');
    const [, namespace] = /^(\/namespaces\/[^/]+)/.exec(pathname) ?? [];
    await page.goto(`${origin}${namespace}/workflows?query=${encodeURIComponent(query)}`);
    const found = page.locator('table').getByRole('link', { name: /^(over|planned|waiting)$/ });
    await expect
      .poll(async () => (await found.allTextContents()).map((text) => text.trim()))
      .toEqual(ids);
  });
});
