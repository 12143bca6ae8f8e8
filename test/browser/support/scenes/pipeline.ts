import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectOneUnderTheOther, expectTexts } from '../seen.ts';
import { agentCalled, type Scene } from './scene.ts';

const stages = (page: Page) => page.locator('.stages > .stage');

async function expectStages(page: Page, words: readonly string[]): Promise<void> {
  await expectTexts(stages(page).locator('.statement-body'), words);
  await expectTexts(stages(page).locator('.stage-number'), ['1', '2', '3']);
  await expectTexts(stages(page).locator('.speaker strong'), ['Cid', 'Ann', 'Ben']);
  await expectOneUnderTheOther(await stages(page).all());
  for (const stage of await stages(page).all()) {
    const [number, inside] = [stage.locator('.stage-number'), stage.locator('.stage-inside')];
    expect((await number.boundingBox())?.x).toBeLessThan((await inside.boundingBox())?.x ?? 0);
  }
}

/** Three after each other; what the second one gets is put into a text first. */
export const pipeline: Scene = {
  step: {
    kind: 'pipeline',
    name: 'Line',
    steps: [
      agentCalled('Cid'),
      { step: agentCalled('Ann'), transform: 'Think of {input}' },
      agentCalled('Ben'),
    ],
  },
  held: 'Ann',
  async middle(page) {
    await expectStages(page, ['from Cid', '', '']);
    await stages(page).nth(1).getByText('working').waitFor();
    await stages(page).nth(1).getByText('its input is put into Think of {input}').waitFor();
    await stages(page).nth(2).getByText('not begun').waitFor();
  },
  async end(page) {
    await expectStages(page, ['from Cid', 'from Ann', 'from Ben']);
    expect(await page.getByText(/^(working|not begun)$/).count()).toBe(0);
  },
  rows: { middle: ['Cid', 'Ann'], end: ['Cid', 'Ann', 'Ben'] },
};
