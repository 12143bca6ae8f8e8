import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Kind } from '../../src/core/kinds/step.ts';
import { namesIn, stepMaker } from '../support/kinds-script.ts';
import { missing, openBrowser } from './support/chromium.ts';
import { openStudioWorld, type StudioWorld } from './support/studio-world.ts';

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')("a run in Temporal's Web UI", () => {
  let world: StudioWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [world, browser] = await Promise.all([openStudioWorld(), openBrowser()]);
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  /** What stands where a run of this kind tells how it goes: its Markdown is drawn in frames. */
  const detailsOf = async (kind: Kind, input: string) => {
    const spec = stepMaker('chat')[kind](namesIn(kind));
    const run = await world.client.start(spec, input, { id: `ui-${kind}` });
    await run.result();
    await page.goto(run.url ?? '');
    await page.getByText('User Metadata').click();
    return await vi.waitFor(async () => {
      const texts = await Promise.all(
        page.frames().map((frame) => frame.locator('body').innerText()),
      );
      expect(texts).toContainEqual(expect.stringMatching(/^\s*(Done|Failed) ·/));
      return texts.join('\n').replaceAll('\u2060', '');
    }, 20_000);
  };

  it('tells the plan of a supervisor as a list with what is done', async () => {
    const details = await detailsOf('supervisor', 'Which tea?');
    expect(details).toContain('Plan 1: 3 of 3 tasks done');
    expect(details.match(/☑ \w: work, \w · .* · \$\d+\.\d\d/g)).toHaveLength(3);
    expect(details).toMatch(/^Done · 6 steps · .* · \$\d+\.\d\d/m);
  });

  it('tells the rounds, the votes and the conclusion of a debate', async () => {
    const details = await detailsOf('debate', 'Is tea better?');
    expect(details).toMatch(/initial positions: A: 3 votes .*consensus/);
    expect(details).toMatch(/yes, .*gladly/);
  });

  it('obeys nothing that a user has written', async () => {
    const details = await detailsOf(
      'agent',
      '# Done [click](http://evil.example) <img src=x onerror="document.title=1">',
    );
    expect(details).toContain('[click](http://evil.example)');
    for (const frame of page.frames()) {
      expect(await frame.locator('a[href*="evil.example"], img[src="x"]').count()).toBe(0);
      expect(await frame.title()).not.toBe('1');
    }
  });
});
