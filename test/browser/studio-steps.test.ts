import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Kind, StepInput } from '../../src/core/kinds/step.ts';
import { missing } from './support/chromium.ts';
import { agentCalled } from './support/scenes/scene.ts';
import { scenes } from './support/scenes/all.ts';
import { boxOf } from './support/seen.ts';
import type { StudioWorld } from './support/studio-world.ts';
import { usePage, useStudio } from './support/use-studio.ts';

/** So low that most steps are out of sight. */
const low = { width: 1280, height: 500 };

const long = 'A paragraph that takes room.\n\n'.repeat(60);

const nested: StepInput = {
  kind: 'pipeline',
  name: 'Outer',
  steps: [
    {
      kind: 'parallel',
      name: 'Team',
      agents: [
        agentCalled('Ann'),
        { kind: 'pipeline', name: 'Inner', steps: [agentCalled('Ben'), agentCalled('Cid')] },
      ],
    },
    agentCalled('Dot'),
  ],
};

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('a step in the studio', () => {
  const studio = useStudio();
  const used = usePage(studio, { viewport: low });
  let world: StudioWorld;
  let page: Page;
  beforeEach(() => {
    ({ world } = studio);
    ({ page } = used);
  });

  const start = async (id: string, spec: StepInput) => {
    const started = await world.call('POST', '/v1/runs', { spec, input: 'Is tea better?', id });
    expect(started.status).toBe(202);
  };
  const open = async (hash: string) => await page.goto(`${world.server.url}/#/runs/${hash}`);
  const fold = (title: string) => page.locator('summary', { hasText: title });

  it('that has steps folds shut and open in place, and stays so while the run goes on', async () => {
    world.held.add('Dot');
    await start('folds', nested);
    await open('folds');
    const [ann, ben, dot] = ['from Ann', 'from Ben', 'from Dot'].map((said) =>
      page.getByText(said),
    );
    await ben?.waitFor();
    await page.getByText('from Cid').waitFor();
    await fold('Inner').click();
    expect(await ben?.isVisible()).toBe(false);
    expect(await ann?.isVisible()).toBe(true);
    await fold('Team').focus();
    await page.keyboard.press('Enter');
    expect(await ann?.isVisible()).toBe(false);
    world.held.clear();
    await dot?.waitFor();
    await page.getByText('completed').waitFor();
    expect(await ann?.isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await ann?.waitFor();
    expect(await ben?.isVisible(), 'what was folded in it is so still').toBe(false);
    await fold('Inner').click();
    await ben?.waitFor();
  });

  it('is where its address opens, below what is long, and inside what is folded', async () => {
    world.says.set('Ann', () => long);
    world.says.set('Ben', () => long);
    await start('deep', nested);
    await world.client.handle('deep').result();
    await open('deep/1-Team/Inner/2-Cid');
    const cid = page.getByRole('article', { name: /Cid/ });
    await expectToBeSeen(cid, 'from Cid');
    await fold('Team').click();
    expect(await cid.isVisible()).toBe(false);
    await open('deep/2-Dot');
    await expectToBeSeen(page.getByRole('article', { name: /Dot/ }), 'from Dot');
    await open('deep/1-Team/Inner/2-Cid');
    await expectToBeSeen(cid, 'from Cid');
    await open('deep/1-Team/Inner');
    await expectToBeSeen(page.locator('details.nested .nested'), 'Inner');
  });

  it.each<[Kind, Record<string, string>]>([
    [
      'debate',
      {
        'r0-Ann': 'from Ann',
        'r0-positions': 'yes, gladly',
        'r1-vote-Ben': 'changed sides',
        conclusion: 'from Moderator',
      },
    ],
    [
      'supervisor',
      {
        'plan-2': 'Plan 2',
        '1-t3-Cid': 'from Cid',
        'review-2': 'what it costs',
        synthesis: 'from Synthesizer',
      },
    ],
  ])('of a %s has an address of its own, whatever it is drawn as', async (kind, steps) => {
    const { script, step } = scenes[kind];
    script?.(world);
    await start(`of-${kind}`, step);
    await world.client.handle(`of-${kind}`).result();
    for (const [path, words] of Object.entries(steps)) {
      await open(`of-${kind}/${path}`);
      await expectToBeSeen(page.locator('[data-target=true]'), words);
      expect(new URL(page.url()).hash).toBe(`#/runs/of-${kind}/${path}`);
    }
  });

  /** Claims that this is what the address names, and that its beginning is on the screen. */
  async function expectToBeSeen(step: Locator, words: string): Promise<void> {
    await step.getByText(words).first().waitFor();
    expect(await step.getAttribute('data-target')).toBe('true');
    expect(await page.locator('[data-target=true]').count()).toBe(1);
    await expect
      .poll(async () => {
        const [{ y }, head] = await Promise.all([boxOf(step), boxOf(page.getByRole('banner'))]);
        return y >= head.y + head.height && y < low.height;
      })
      .toBe(true);
  }
});
