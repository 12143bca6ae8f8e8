import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { boxOf, expectOneUnderTheOther, expectSideBySide, expectTexts } from '../seen.ts';
import { agentCalled, type Scene } from './scene.ts';

const names = ['Cid', 'Ann', 'Ben'];

const round = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

/** Claims that rounds stand under each other, those who speak in them beside each other, each in one column. */
async function expectGrid(page: Page): Promise<void> {
  const rounds = await page.locator('.round').all();
  for (const each of rounds) await expectSideBySide(await each.getByRole('article').all());
  for (const name of names) {
    const said = await page.locator('.round').getByRole('article', { name }).all();
    expect(said.length).toBeGreaterThan(0);
    await expectOneUnderTheOther(said);
    const lefts = await Promise.all(said.map(async (each) => (await boxOf(each)).x));
    expect(new Set(lefts).size, `${name} in one column`).toBe(1);
  }
}

async function expectVotes(page: Page, title: string, options: readonly string[]): Promise<void> {
  await expectTexts(round(page, title).locator('.option-head'), options);
}

const voters = (page: Page, title: string, option: number) =>
  round(page, title).locator('.option').nth(option).locator('.voter');

async function expectFirstVotes(page: Page): Promise<void> {
  const title = 'initial positions';
  await expectVotes(page, title, ['yes, gladly 1 of 3', 'no 1 of 3', 'none of these 1 of 3']);
  await expectTexts(voters(page, title, 0), ['Ann 80 % sure because']);
  await expectTexts(voters(page, title, 1), ['Cid 60 % sure I doubt it']);
  await expectTexts(voters(page, title, 2), ['Ben 50 % sure who knows']);
  await round(page, title).getByText('no consensus').waitFor();
}

const first: Record<string, object> = {
  Ben: { option: 'other', confidence: 0.5, changed: false, why: 'who knows' },
  Cid: { option: 'B', confidence: 0.6, changed: false, why: 'I doubt it' },
};

/** Cid is against it to the end; Ben, at first for neither, changes sides after a round in which Ann is slow. */
export const debate: Scene = {
  step: {
    kind: 'debate',
    votes: 'separate',
    name: 'Dispute',
    agents: names.map(agentCalled),
    rounds: 3,
  },
  script: ({ fills }) => {
    const options = [{ position: 'yes, gladly' }, { position: 'no' }];
    fills.set('Positions', () => ({ options }));
    const later = { option: 'A', confidence: 0.8, changed: true, why: 'because' };
    fills.set('Vote', (asked, agent) =>
      agent === 'Cid' || asked === 0 ? (first[agent] ?? later) : later,
    );
  },
  held: 'Ann 1',
  async middle(page) {
    const second = round(page, 'round 1').locator('.statement-body');
    await expectTexts(second, ['from Cid', '']);
    await expectFirstVotes(page);
    await expectGrid(page);
    const working = page.locator('.column', { hasText: 'working' });
    await expectTexts(working.locator('.speaker strong'), ['Ann']);
    expect(await page.locator('.votes').count()).toBe(1);
    expect(await page.getByText('changed sides').count()).toBe(0);
  },
  async end(page) {
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('from Moderator').waitFor();
    await expectFirstVotes(page);
    await expectVotes(page, 'round 1', ['yes, gladly 2 of 3', 'no 1 of 3']);
    await expectTexts(voters(page, 'round 1', 0), [
      'Ann 80 % sure because',
      'Ben 80 % sure changed sides because',
    ]);
    await expectTexts(voters(page, 'round 1', 1), ['Cid 60 % sure I doubt it']);
    await round(page, 'round 1').getByText('consensus', { exact: true }).waitFor();
    expect(await page.getByText('changed sides').count()).toBe(1);
    await expectGrid(page);
    await expectOneUnderTheOther([...(await page.locator('.round').all()), answer]);
    await expectTexts(page.locator('.divider'), ['Initial positions', 'Round 1', 'Answer']);
  },
  rows: { middle: [...names, 'Moderator'], end: [...names, 'Moderator'] },
};
