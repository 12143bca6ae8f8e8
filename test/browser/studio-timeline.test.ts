import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventBody, RunEvent } from '../../src/core/events.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { missing, openBrowser } from './support/chromium.ts';
import { agentCalled } from './support/scenes/scene.ts';
import { type ScriptedService, openScriptedService } from './support/scripted-service.ts';
import { boxOf, expectTexts } from './support/seen.ts';
import { Teller } from './support/told.ts';
import { type WatchedPage, watchPage } from './support/watched-page.ts';

const step = parseStep({
  kind: 'pipeline',
  name: 'Line',
  steps: [
    agentCalled('Ann'),
    { kind: 'person', name: 'Ada', question: 'Well?' },
    { kind: 'parallel', name: 'Both', agents: [agentCalled('Ben'), agentCalled('Cid')] },
  ],
});

/** How long the run takes; milliseconds. */
const whole = 4_000;

/** Ann is asked twice, Ada takes two seconds, and Ben and Cid wait for her. */
function story(): RunEvent[] {
  const teller = new Teller();
  const begin = Date.UTC(2026, 0, 1);
  const at = (ms: number, path: string, body: EventBody): RunEvent => ({
    ...teller.next(path, body),
    at: new Date(begin + ms).toISOString(),
  });
  const asked = (agent: string, attempt = 1): EventBody => ({
    ...{ type: 'turn.started', agent, provider: 'chat', model: 'model-1', attempt },
  });
  const said = (inputTokens: number, outputTokens: number, cost: number): EventBody => {
    const usage = { inputTokens, outputTokens, cachedTokens: 100, reasoningTokens: 7, calls: 1 };
    return { type: 'turn.ended', text: 'said', usage, cost, problem: null };
  };
  const begun = (kind: string, title: string): EventBody => ({ type: 'step.started', kind, title });
  const ended: EventBody = {
    ...{ type: 'step.ended', success: true, error: null, cost: null, durationMs: 1, content: '' },
  };
  const question = { question: 'Well?', choices: [], deadline: null, answerTo: 'scripted' };
  const answer = { answer: 'yes', approved: null, reason: null, by: 'Ada', means: 'update' };
  return [
    at(0, '', { type: 'run.started', kind: 'pipeline', name: 'Line' }),
    at(0, '1-Ann', begun('agent', 'Ann')),
    at(400, '1-Ann', asked('Ann')),
    at(1_000, '1-Ann', { type: 'turn.retried', reason: 'Model.RateLimited' }),
    at(1_000, '1-Ann', asked('Ann', 2)),
    at(1_400, '1-Ann', said(1_200, 300, 0.02)),
    at(1_400, '1-Ann', ended),
    at(1_500, '2-Ada', begun('person', 'Ada')),
    at(1_600, '2-Ada', {
      ...{ type: 'question.asked', id: '2-Ada', ...question, assignee: null, approval: null },
    }),
    at(2_800, '2-Ada', { type: 'question.answered', id: '2-Ada', ...answer }),
    at(2_800, '2-Ada', ended),
    at(2_900, '3-Both', begun('parallel', 'Both')),
    ...[at(2_900, '3-Both/Ben', begun('agent', 'Ben')), at(3_000, '3-Both/Ben', asked('Ben'))],
    ...[at(2_900, '3-Both/Cid', begun('agent', 'Cid')), at(3_200, '3-Both/Cid', asked('Cid'))],
    ...[at(3_600, '3-Both/Ben', said(500, 50, 0.01)), at(3_600, '3-Both/Ben', ended)],
    ...[at(whole, '3-Both/Cid', said(700, 70, 0.05)), at(whole, '3-Both/Cid', ended)],
    at(whole, '3-Both', ended),
    at(whole, '', { type: 'run.ended', success: true, error: null, result: null }),
  ];
}

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('what a run has taken, in the studio', () => {
  let browser: Browser;
  let service: ScriptedService;
  let watched: WatchedPage;

  beforeAll(async () => {
    [browser, service] = await Promise.all([openBrowser(), openScriptedService(step)]);
    service.tell(...story());
    watched = await watchPage(browser, service.url, { tolerate: /404/ });
  });
  afterAll(async () => {
    await watched?.close();
    await browser?.close();
    await service?.close();
  });

  const open = async (view: string) => {
    await watched.page.goto(`${service.url}/#/runs/scripted?view=${view}`);
    await watched.page
      .locator('.tabs [aria-current=page]', { hasText: /timeline|costs/i })
      .waitFor();
    return watched.page;
  };

  it('has bars where time was taken: an attempt that failed, a turn, a person, and who waited for them', async () => {
    const page = await open('timeline');
    const bar = (what: string, index = 0) => page.locator(`.bars .bar-${what}`).nth(index);
    await expectSpan(bar('retry'), 400, 1_000);
    await expectSpan(bar('turn'), 1_000, 1_400);
    await expectSpan(bar('person'), 1_600, 2_800);
    await expectSpan(bar('turn', 1), 3_000, 3_600);
    await expectSpan(bar('turn', 2), 3_200, whole);
    expect(await page.locator('.bars .bar').count()).toBe(5);
    await expectTexts(page.locator('.timeline-names li'), ['Ann', 'Ada', 'Ben', 'Cid']);
    const rows = [bar('turn'), bar('person'), bar('turn', 1), bar('turn', 2)];
    for (const [index, each] of rows.entries())
      await expectInRow(each, page.locator('.timeline-names li').nth(index));
    await expectInRow(bar('retry'), page.locator('.timeline-names li').first());
  });

  it('leads a line from the end of a step to each that has waited for it', async () => {
    const page = await open('timeline');
    const lines = page.locator('.bars .waited');
    await expect.poll(() => lines.count()).toBe(3);
    await expectSpan(lines.nth(0), 1_400, 1_600);
    await expectSpan(lines.nth(1), 2_800, 3_000);
    await expectSpan(lines.nth(2), 2_800, 3_200);
  });

  it('is told in words to who does not see the bars', async () => {
    const page = await open('timeline');
    await page.getByRole('img', { name: '5 bars of 4 rows; they are listed below' }).waitFor();
    await page.getByText('As a table').click();
    const table = page.getByRole('region', { name: 'Timeline as a table' });
    const cells = await table
      .getByRole('row')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.children].map(({ textContent }) => textContent)),
      );
    expect(cells).toEqual([
      ['After', 'Took', 'Who', 'What', 'Which', 'Prompt'],
      ['400 ms', '600 ms', 'Ann', 'failed attempt', 'Model.RateLimited', ''],
      ['1.0 s', '400 ms', 'Ann', 'model', 'Ann', 'Prompt'],
      ['1.6 s', '1.2 s', 'Ada', 'person', 'Well?', ''],
      ['3.0 s', '600 ms', 'Ben', 'model', 'Ben', 'Prompt'],
      ['3.2 s', '800 ms', 'Cid', 'model', 'Cid', 'Prompt'],
    ]);
  });

  it('has a row of figures for each agent, the dearest first, and their sum', async () => {
    const page = await open('costs');
    const table = page.getByRole('region', { name: 'Costs by agent, a table' });
    await expectTexts(table.getByRole('row'), [
      'Agent Model Calls Tokens in cached Tokens out reasoning Time Cost',
      'Cid model-1 1 700 100 70 7 800 ms $0.0500',
      'Ann model-1 1 1,200 100 300 7 1.0 s $0.0200',
      'Ben model-1 1 500 100 50 7 600 ms $0.0100',
      'Total 3 2,400 300 420 21 $0.0800',
    ]);
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual([
      ...['Cid', 'Ann', 'Ben', 'Total'],
    ]);
  });

  /** Claims from when to when something reaches; milliseconds of the run. */
  async function expectSpan(part: Locator, from: number, to: number): Promise<void> {
    await part.waitFor({ state: 'attached' });
    const [{ x, width }, plot] = await Promise.all([
      boxOf(part),
      boxOf(watched.page.locator('.bars')),
    ]);
    const ms = (pixels: number) => ((pixels - plot.x) / plot.width) * whole;
    const tolerance = (3 / plot.width) * whole; // lines and borders have a width
    expect(Math.abs(ms(x) - from), `from ${from}`).toBeLessThan(tolerance);
    expect(Math.abs(ms(x + width) - to), `to ${to}`).toBeLessThan(tolerance);
  }

  async function expectInRow(bar: Locator, name: Locator): Promise<void> {
    const [inside, row] = await Promise.all([boxOf(bar), boxOf(name)]);
    expect(inside.y).toBeGreaterThanOrEqual(row.y);
    expect(inside.y + inside.height).toBeLessThanOrEqual(row.y + row.height);
  }
});
