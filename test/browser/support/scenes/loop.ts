import type { Page } from 'playwright-core';
import { expectOneUnderTheOther, expectTexts } from '../seen.ts';
import { agentCalled, type Scene } from './scene.ts';

const pass = (page: Page, number: number) =>
  page.getByRole('region', { name: `Pass ${number}`, exact: true });

/** Headings, in the order in which they stand in the page. */
const headings = (page: Page) => page.locator('.divider, .review > h4');

const verdicts = [
  { feedback: 'it has no price', score: 0.4, passed: false },
  { feedback: 'it is all there', score: 0.9, passed: true },
];

/** Two passes, the second of which takes its time and is good enough. */
export const loop: Scene = {
  step: {
    kind: 'loop',
    name: 'Polish',
    step: agentCalled('Ann'),
    until: { judge: agentCalled('Ben') },
  },
  script({ fills, says }) {
    fills.set('Verdict', (asked) => verdicts[asked] ?? {});
    says.set('Ann', (before) => `version ${before + 1}`);
  },
  held: 'Ann 1',
  async middle(page) {
    await expectTexts(headings(page), ['Pass 1', 'Verdict Prompt', 'Pass 2']);
    await expectTexts(pass(page, 1).locator('.finding'), [
      'Not good enough yet · 40 % it has no price',
    ]);
    await pass(page, 1).getByText('version 1').waitFor();
    await pass(page, 2).getByText('working').waitFor();
    await expectTexts(page.locator('.round .speaker strong'), ['Ann', 'Ann']);
    await expectOneUnderTheOther(await page.locator('.round').all());
  },
  async end(page) {
    await expectTexts(headings(page), ['Pass 1', 'Verdict Prompt', 'Pass 2', 'Verdict Prompt']);
    await expectTexts(page.locator('.finding'), [
      'Not good enough yet · 40 % it has no price',
      'Good enough · 90 % it is all there',
    ]);
    await expectTexts(page.locator('.statement-body'), ['version 1', 'version 2']);
    await expectTexts(page.locator('.finding.good'), ['Good enough · 90 % it is all there']);
  },
  rows: { middle: ['Ann', 'Ben'], end: ['Ann', 'Ben'] },
};
