import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { missing } from './support/chromium.ts';
import { scenes } from './support/scenes/all.ts';
import { expectTexts } from './support/seen.ts';
import type { StudioWorld } from './support/studio-world.ts';
import { usePage, useStudio } from './support/use-studio.ts';

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('a turn in the studio', () => {
  const studio = useStudio();
  const used = usePage(studio);
  let world: StudioWorld;
  let page: Page;
  beforeEach(() => {
    ({ world } = studio);
    ({ page } = used);
  });

  const { step: spec, script } = scenes.agent;
  const start = async (id: string) => {
    script?.(world);
    const started = await world.call('POST', '/v1/runs', { spec, input: 'Is *tea* better?', id });
    expect(started.status).toBe(202);
  };
  const open = async (hash: string) => await page.goto(`${world.server.url}/#/runs/${hash}`);
  const dialog = () => page.getByRole('dialog');
  const part = (role: string) => dialog().getByRole('region', { name: role, exact: true });
  const reply = () => dialog().locator('h3', { hasText: 'Reply' }).locator('~ *');

  it('has its prompt as it was sent and its reply as it came, each call of a tool with its result', async () => {
    await start('called');
    await world.client.handle('called').result();
    await open('called');
    await page.getByRole('button', { name: 'Prompt of Ann' }).click();
    await expectTexts(dialog().getByRole('button', { name: /^Call/ }), ['Call 1', 'Call 2']);
    await part('system').getByText('You are Ann').waitFor();
    await expectTexts(part('user').locator('pre'), ['Is *tea* better?']);
    await part('tool').getByText('sent to the king').waitFor();
    await expectTexts(reply().locator('pre').first(), ['It is **sent**.']);
    await dialog().getByRole('button', { name: 'Call 1' }).click();
    await reply().getByText('I write to him.').waitFor();
    const calls = dialog().getByLabel('Tool calls of the reply');
    expect(JSON.parse(await calls.innerText())).toMatchObject([{ name: 'send' }]);
    expect(await calls.innerText()).toContain('the king');
    expect(await part('tool').count()).toBe(0);
    await dialog().getByText('The whole request as JSON').click();
    const sent: unknown = JSON.parse(await dialog().getByLabel('Request').innerText());
    expect(sent).toEqual(sentBy('Ann'));
  });

  it('that goes on has its prompt at once, and its reply as soon as it has come', async () => {
    world.held.add('Ann 1');
    await start('goes-on');
    await open('goes-on');
    await page.getByText('I write to him.').waitFor();
    await page.getByLabel('thinking').waitFor();
    await page.getByRole('button', { name: 'Prompt of Ann' }).click();
    await part('tool').getByText('sent to the king').waitFor();
    await reply().getByText('There is none.').waitFor();
    world.held.clear();
    await reply().getByText('It is **sent**.').waitFor();
    expect(await reply().getByText('There is none.').count()).toBe(0);
  });

  it('opens from its bar, and from its line in the table', async () => {
    await start('from-bar');
    await world.client.handle('from-bar').result();
    await open('from-bar?view=timeline');
    const shown = async (call: string, words: string) => {
      await expectTexts(dialog().locator('[aria-current=true]'), [call]);
      await reply().getByText(words).waitFor();
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'hidden' });
    };
    const bars = page.locator('.bars .bar-turn');
    await expect.poll(() => bars.count()).toBe(2);
    await bars.nth(1).click();
    await shown('Call 2', 'It is **sent**.');
    await bars.nth(0).click();
    await shown('Call 1', 'I write to him.');
    await page.getByText('As a table').click();
    await page.locator('.more').getByRole('button', { name: 'Prompt' }).nth(1).click();
    await shown('Call 2', 'It is **sent**.');
  });

  /** The body of the first request of an agent, as the model's server took it in. */
  function sentBy(name: string): unknown {
    return world.askedBy(name)[0]?.body;
  }
});
