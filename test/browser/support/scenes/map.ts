import { expectOneUnderTheOther, expectTexts } from '../seen.ts';
import { agentCalled, type Scene } from './scene.ts';

const titles = ['Cid', 'line 1', 'line 2', 'line 3'];

/** Three lines, one after the other, of whom the last takes long. */
export const map: Scene = {
  step: {
    ...{ kind: 'map', name: 'Lines', itemName: 'line', concurrency: 1 },
    over: { ...agentCalled('Cid'), name: 'Cid' },
    step: agentCalled('Ann'),
  },
  script: ({ says }) => says.set('Cid', () => '["one", "two", "three"]'),
  held: 'Ann 2',
  async middle(page) {
    await expectTexts(page.locator('.speaker strong'), titles);
    await page.locator('article[aria-busy="true"]').first().waitFor();
  },
  async end(page) {
    await expectTexts(page.locator('.speaker strong'), titles);
    await page.getByText('3 items: 3 succeeded, 0 failed').waitFor();
    await expectOneUnderTheOther(await page.locator('.speaker strong').all());
  },
  rows: { middle: ['Cid', 'Ann'], end: ['Cid', 'Ann'] },
};
