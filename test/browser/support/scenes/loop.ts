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

/** Two passes, the second of which is good enough; the judge is slow about it. */
export const loop: Scene = {
  step: {
    kind: 'loop',
    name: 'Polish',
    step: agentCalled('Ann'),
    until: { judge: agentCalled('Ben') },
  },
  script: ({ fills }) => fills.set('Verdict', (asked) => verdicts[asked] ?? {}),
  held: 'Ben 1',
  async middle(page) {
    await expectTexts(headings(page), ['Pass 1', 'Verdict Prompt', 'Pass 2', 'Verdict Prompt']);
    await expectTexts(pass(page, 1).locator('.finding'), [
      'Not good enough yet · 40 % it has no price',
    ]);
    await pass(page, 2).getByText('It is being judged…').waitFor();
    await expectTexts(page.locator('.round .speaker strong'), ['Ann', 'Ann']);
    await expectOneUnderTheOther(await page.locator('.round').all());
  },
  async end(page) {
    await expectTexts(headings(page), ['Pass 1', 'Verdict Prompt', 'Pass 2', 'Verdict Prompt']);
    await expectTexts(page.locator('.finding'), [
      'Not good enough yet · 40 % it has no price',
      'Good enough · 90 % it is all there',
    ]);
    await expectTexts(page.locator('.finding.good'), ['Good enough · 90 % it is all there']);
  },
  rows: { middle: ['Ann', 'Ben'], end: ['Ann', 'Ben'] },
};
