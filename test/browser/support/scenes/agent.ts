import { expect } from 'vitest';
import { expectOneUnderTheOther } from '../seen.ts';
import { agentCalled, type Scene } from './scene.ts';

const call = { name: 'send', arguments: { to: 'the king' } };

/** Says something, calls a tool, and says what came of it. */
export const agent: Scene = {
  step: { ...agentCalled('Ann'), tools: ['send'] },
  script: ({ says }) =>
    says.set('Ann', (asked) =>
      asked === 0 ? { text: 'I write to him.', toolCalls: [call] } : 'It is **sent**.',
    ),
  held: 'Ann 1',
  async middle(page) {
    const ann = page.getByRole('article', { name: 'Ann' });
    await ann.getByText('I write to him.').waitFor();
    await ann.getByLabel('thinking').waitFor();
    expect(await ann.getAttribute('aria-busy')).toBe('true');
    const tool = ann.locator('.tool');
    expect(await tool.getByText('the king').first().isVisible()).toBe(false);
    await tool.locator('summary').click();
    await tool.getByLabel('Arguments of send').getByText('the king').waitFor();
    await tool.getByLabel('Result of send').getByText('sent to the king').waitFor();
    await tool.locator('summary').click();
  },
  async end(page) {
    const ann = page.getByRole('article', { name: 'Ann' });
    await ann.locator('strong', { hasText: 'sent' }).waitFor();
    expect(await ann.getByLabel('thinking').count()).toBe(0);
    await expectOneUnderTheOther([
      ann.getByText('I write to him.'),
      ann.locator('.tool'),
      ann.getByText('It is sent.'),
    ]);
  },
  rows: { middle: ['Ann'], end: ['Ann'] },
};
