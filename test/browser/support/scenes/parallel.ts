import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectSideBySide, expectTexts } from '../seen.ts';
import { agentCalled, type Scene } from './scene.ts';

// none that a sort would make, nor that in which they end
const names = ['Cid', 'Ann', 'Ben'];

const columns = (page: Page) => page.locator('.side-by-side > .column');

/** Three that speak at once, of whom one is slow. */
export const parallel: Scene = {
  step: { kind: 'parallel', name: 'Three', agents: names.map(agentCalled) },
  held: 'Cid',
  async middle(page) {
    const words = columns(page).locator('.statement-body');
    await expectTexts(words, ['', 'from Ann', 'from Ben']);
    await expectTexts(columns(page).locator('.speaker strong'), names);
    await expectTexts(columns(page).filter({ hasText: 'working' }).locator('strong'), ['Cid']);
    await expectSideBySide(await columns(page).all());
  },
  async end(page) {
    const words = columns(page).locator('.statement-body');
    await expectTexts(words, ['from Cid', 'from Ann', 'from Ben']);
    await expectTexts(columns(page).locator('.speaker strong'), names);
    await expectSideBySide(await columns(page).all());
    expect(await page.getByText('working').count()).toBe(0);
  },
  rows: { middle: names, end: names },
};
