import { expect } from 'vitest';
import type { Scene } from './scene.ts';

/** Somebody is asked. */
export const person: Scene = {
  step: { kind: 'person', name: 'Ada', question: 'Which *drink*?', choices: ['tea', 'coffee'] },
  held: null,
  async middle(page) {
    const ada = page.getByRole('article', { name: 'Ada' });
    const question = ada.getByRole('article', { name: 'A question' });
    await question.locator('em', { hasText: 'drink' }).waitFor();
    for (const choice of ['tea', 'coffee']) await question.getByText(choice).waitFor();
    await ada.getByText('waiting for somebody').waitFor();
  },
  async end(page) {
    const ada = page.getByRole('article', { name: 'Ada' });
    await ada.getByText('Eve answered').waitFor();
    expect(await ada.locator('em', { hasText: 'drink' }).count()).toBe(1);
    expect(await ada.getByText('tea', { exact: true }).count()).toBe(1);
    expect(await page.getByRole('article', { name: 'A question' }).count()).toBe(0);
    expect(await ada.getByText('coffee').count()).toBe(0);
  },
  rows: { middle: ['Ada'], end: ['Ada'] },
};
