import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { missing, openBrowser } from './support/chromium.ts';
import { type ScriptedService, openScriptedService } from './support/scripted-service.ts';
import { Teller } from './support/told.ts';
import { watchPage } from './support/watched-page.ts';

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('a run that is followed in the studio', () => {
  let browser: Browser;
  let service: ScriptedService | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.close();
  });

  it('goes on behind a lost connection, says so, and neither loses nor doubles anything', async () => {
    const step = parseStep({ kind: 'agent', name: 'Ann', provider: 'chat' });
    service = await openScriptedService(step);
    const lost = /ERR_|404/;
    const { page, close } = await watchPage(browser, service.url, { tolerate: lost });
    const teller = new Teller();
    service.tell(teller.next('', { type: 'run.started', kind: 'agent', name: 'Ann' }));
    const turn = { agent: 'Ann', provider: 'chat', model: null, attempt: 1 };
    service.tell(teller.next('', { type: 'turn.started', ...turn }), teller.delta('', 'one '));
    await page.goto(`${service.url}/#/runs/scripted`);
    await page.getByText('one', { exact: true }).waitFor();
    service.cut();
    await page.getByText('reconnecting…').waitFor();
    service.tell(teller.delta('', 'two '));
    service.mend();
    await page.getByText('one two').waitFor();
    service.tell(teller.delta('', 'three'));
    await page.getByText('one two three').waitFor();
    expect(await page.getByText('reconnecting…').count()).toBe(0);
    expect(service.resumed).toEqual(['2:4']);
    await close();
  });
});
