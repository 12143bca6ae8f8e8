import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectOneUnderTheOther, expectTexts } from '../seen.ts';
import { agentCalled, type Scene } from './scene.ts';

const choice = (page: Page) => page.getByRole('region', { name: 'Choice' });

async function expectChoice(page: Page): Promise<void> {
  await expectTexts(choice(page).locator('.check-text'), [
    'Money for *bills*',
    'Engines for what does not run',
    'otherwise for everything else',
  ]);
  await expectTexts(choice(page).locator('.sign'), ['○', '●', '○']);
  await choice(page).getByText('Engines was chosen: it <b>rattles</b>').waitFor();
  expect(await choice(page).locator('b').count(), 'what a model wrote is a text').toBe(0);
}

/** Ben is chosen of three, and is slow. */
export const route: Scene = {
  step: {
    kind: 'route',
    name: 'Desk',
    routes: {
      Money: { when: 'for *bills*', step: agentCalled('Ann') },
      Engines: { when: 'for what does not run', step: agentCalled('Ben') },
    },
    otherwise: agentCalled('Cid'),
  },
  script: ({ fills }) => {
    fills.set('Route', () => ({ reason: 'it <b>rattles</b>', route: 'engines' }));
  },
  held: 'Ben',
  async middle(page) {
    await expectChoice(page);
    const ben = page.getByRole('article', { name: 'Engines' });
    await ben.locator('.speaker strong', { hasText: 'Ben' }).waitFor();
    expect(await ben.getAttribute('aria-busy')).toBe('true');
    await expectOneUnderTheOther([choice(page), ben]);
  },
  async end(page) {
    await expectChoice(page);
    await page.getByRole('article', { name: 'Engines' }).getByText('from Ben').waitFor();
    await expectTexts(page.locator('.conversation .speaker strong'), ['Ben']);
  },
  rows: { middle: ['Router', 'Ben'], end: ['Router', 'Ben'] },
};
