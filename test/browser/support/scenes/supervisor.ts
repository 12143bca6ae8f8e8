import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectSideBySide, expectTexts } from '../seen.ts';
import { typedPlan, typedTask } from '../../../support/typed-plan.ts';
import { agentCalled, type Scene } from './scene.ts';

const task = (id: string, workerName: string, dependsOn: string[] = []) =>
  typedTask(id, workerName, `work of ${id}`, { dependsOn });

const verdict = (id: string, ok: boolean, reason: string) => ({ id, ok, reason });

const plans = [
  [task('t1', 'Ann'), task('t2', 'Ben'), task('t3', 'Cid', ['t1'])],
  [{ ...task('t4', 'Ben'), outputFormat: 'a list' }],
];

/** What Ann says first is sent back. */
const verdicts = [
  [verdict('t1', false, 'it names nobody'), verdict('t2', true, 'it is right')],
  [verdict('t1', true, 'now it does')],
  [verdict('t3', true, 'it is right')],
  [verdict('t4', true, 'it is right')],
];

const plan = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

/** The signs of a checklist as a screen reader says them, and as they are drawn. */
async function expectSigns(page: Page, title: string, ...signs: [words: string, sign: string][]) {
  const drawn = plan(page, title).locator('.checklist .sign');
  await expect
    .poll(async () => await drawn.evaluateAll((all) => all.map((each) => each.ariaLabel)))
    .toEqual(signs.map(([words]) => words));
  await expectTexts(
    drawn,
    signs.map(([, sign]) => sign),
  );
}

/** Headings, in the order in which they stand in the page. */
const headings = (page: Page) => page.locator('.divider, .wave > h3, .review > h4');

const lines = (page: Page, title: string) => plan(page, title).locator('.check-text');

/** Two waves, in the first of which Ann is slow; then a review asks for more. */
export const supervisor: Scene = {
  step: {
    kind: 'supervisor',
    name: 'Boss',
    workers: Object.fromEntries(['Ann', 'Ben', 'Cid'].map((name) => [name, agentCalled(name)])),
    verifier: agentCalled('Cora'),
    maxIterations: 2,
  },
  script: ({ fills }) => {
    fills.set('Plan', (asked) => typedPlan(plans[asked] ?? []));
    fills.set('Verification', (asked) => ({ verdicts: verdicts[asked] ?? [] }));
    const progress = { answer: true, reason: 'they were quick' };
    fills.set('Review', (asked) => ({
      satisfied: { answer: false, reason: asked === 0 ? 't3 is to come' : 'it has no price' },
      progress,
      inLoop: { answer: false, reason: '' },
      missing: { answer: asked === 0 ? '' : 'what it costs', reason: '' },
    }));
  },
  held: 'Ann',
  async middle(page) {
    await expectTexts(headings(page), ['Plan Prompt', 'Wave 1']);
    await expectSigns(page, 'Plan', ['working', '◐'], ['done', '●'], ['not begun', '○']);
    await expectTexts(lines(page, 'Plan'), [
      't1 work of t1 Ann · medium effort',
      't2 work of t2 Ben · medium effort',
      't3 work of t3 Cid · after t1 · medium effort',
    ]);
    const columns = page.locator('.wave .column');
    await expectTexts(columns.locator('.speaker strong'), ['Ann', 'Ben']);
    await expectSideBySide(await columns.all());
    await page.locator('.wave').getByText('from Ben').waitFor();
  },
  async end(page) {
    await expectTexts(headings(page), [
      ...['Plan Prompt', 'Wave 1', 'Verification Prompt', 'Verification Prompt', 'Review Prompt'],
      ...['Wave 2', 'Verification Prompt', 'Review Prompt'],
      ...['Plan 2 Prompt', 'Wave 3', 'Verification Prompt', 'Answer'],
    ]);
    await expectSigns(page, 'Plan', ['done', '●'], ['done', '●'], ['done', '●']);
    await expectSigns(page, 'Plan 2', ['done', '●']);
    await expectTexts(lines(page, 'Plan 2'), [
      't4 work of t4 Ben · medium effort Expected output: a list Verified it is right',
    ]);
    await expectTexts(page.locator('.wave .speaker strong'), ['Ann', 'Ann', 'Ben', 'Cid', 'Ben']);
    await expectTexts(page.locator('.sent-back'), ['Sent back it names nobody']);
    await expectTexts(plan(page, 'Plan').locator('.verdict'), [
      'Verified now it does',
      'Verified it is right',
      'Verified it is right',
    ]);
    await expectTexts(page.locator('.split'), ['Worth splitting so', 'Not worth splitting so']);
    await expectTexts(plan(page, 'Plan').locator('.finding'), [
      'Not enough yet t3 is to come',
      'It got on they were quick',
      'Not enough yet it has no price',
      'It got on they were quick',
      'Missing what it costs',
    ]);
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText(/^from /).waitFor();
  },
  rows: {
    middle: ['Planner', 'Ann', 'Ben'],
    end: ['Planner', 'Ann', 'Ben', 'Cora', 'Cid', 'Synthesizer'],
  },
};
