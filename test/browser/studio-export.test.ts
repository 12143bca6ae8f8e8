import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { missing, openBrowser } from './support/chromium.ts';
import { debateOf, Teller } from './support/told.ts';
import { overflow, watchPage } from './support/watched-page.ts';

const template = new URL('../../dist/studio/export.html', import.meta.url);

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('the page of a run in one file', () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'studio-export-'));
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** As `export` fills it in. */
  function exported(name: string, data: object): string {
    const json = JSON.stringify(data).replaceAll('<', '\\u003c');
    const place = 'id="run-data">';
    const file = join(folder, name);
    writeFileSync(
      file,
      readFileSync(template, 'utf8').replace(place, () => place + json),
    );
    return pathToFileURL(file).href;
  }

  it('opens from disk and shows the conversation, its bars, costs and prompts, and asks nobody for anything', async () => {
    const teller = new Teller();
    const step = debateOf(['Ann', 'Ben'], 1);
    const events = [
      teller.next('', { type: 'run.started', kind: 'debate', name: 'Long debate' }),
      ...teller.statement(
        'r0-Ann',
        'Ann',
        '**Yes**, </script><script>alert(1)</script> certainly.',
      ),
      ...teller.statement('r0-Ben', 'Ben', 'No.'),
      ...teller.statement('conclusion', 'Moderator', 'Perhaps.'),
      teller.next('', { type: 'run.ended', success: true, error: null, result: null }),
    ];
    const input = { step, input: 'Well?', context: null, user: 'ada', thread: null };
    const request = { messages: [{ role: 'user', content: 'Speak, Ann.' }] };
    const turn = { turn: 'r0-Ann/1', path: 'r0-Ann', number: 1, agent: 'Ann', provider: 'chat' };
    const reply = { text: 'Yes.', toolCalls: [], items: [] };
    const turns = [{ ...turn, model: 'model-1', attempt: 1, problem: null, request, reply }];
    const url = exported('run.html', { run: 'scripted', input, events, result: null, turns });
    const { page, close } = await watchPage(browser, url, { offline: true });
    await page.goto(url);
    await page.getByText('certainly.').waitFor();
    await page.getByText('Perhaps.').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('button', { name: /Prompt of Ann/ }).click();
    await page.getByText('Speak, Ann.').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.getByRole('img', { name: /3 bars/ }).waitFor();
    await page.getByRole('link', { name: 'Costs' }).click();
    await page.getByRole('rowheader', { name: 'Moderator' }).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await overflow(page)).toBe(0);
    await close();
  });

  it('is no more than 150 KB compressed, as the page that is served', async () => {
    const { gzipSync } = await import('node:zlib');
    const { readStudio } = await import('../../src/service/studio-files.ts');
    const served = readStudio().filter(({ path }) => path !== '/export.html');
    const bytes = served.reduce((sum, { body }) => sum + gzipSync(body).length, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(150_000);
    expect(gzipSync(readFileSync(template)).length).toBeLessThan(150_000);
  });
});
