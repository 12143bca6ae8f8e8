import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { kindNames } from '../../src/core/kinds/registry.ts';
import type { Kind, StepInput } from '../../src/core/kinds/step.ts';
import { namesIn, stepMaker } from '../support/kinds-script.ts';
import { createServer } from '../../src/service/index.ts';
import { seriousProblems } from './support/axe.ts';
import { missing } from './support/chromium.ts';
import type { StudioWorld } from './support/studio-world.ts';
import { usePage, useStudio } from './support/use-studio.ts';
import { overflow, watchPage } from './support/watched-page.ts';

const narrow = { width: 360, height: 740 };

// `missing` says why this is skipped: a machine without Chromium is no failure
describe.skipIf(missing !== '')('the studio', () => {
  const studio = useStudio();
  const used = usePage(studio);
  let world: StudioWorld;
  let page: Page;
  beforeEach(() => {
    ({ world } = studio);
    ({ page } = used);
  });

  const open = async (hash: string) => await page.goto(`${world.server.url}/#/${hash}`);
  const text = (words: string | RegExp) => page.getByText(words).first();
  const start = async (id: string, spec: StepInput, input = 'Is *tea* better?') => {
    const started = await world.call('POST', '/v1/runs', { spec, input, id });
    expect(started.status).toBe(202);
  };

  it('lists runs, starts a team by its form, and shows it again with changes', async () => {
    await open('teams');
    await page.getByRole('link', { name: /pros-cons/ }).click();
    await page.getByLabel('What is it to work on?').fill('Should the centre be closed to cars?');
    await page.getByText('Advocate', { exact: true }).click();
    await page.getByLabel('Role').first().fill('a cyclist');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'pros-cons' }).waitFor();
    await page.getByText('completed').waitFor();
    expect(await page.getByText('simulated').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Runs' }).first().click();
    const row = page.getByRole('link', { name: /Should the centre be closed to cars/ });
    await row.waitFor();
    expect(await row.textContent()).toContain('simulated');
    await page.getByLabel('Kind').selectOption('agent');
    await page.getByText('No run matches').waitFor();
    await page.getByLabel('Kind').selectOption('debate');
    await row.click();
    await page.getByRole('link', { name: 'Again with changes' }).click();
    await page.getByLabel('What is it to work on?').waitFor();
    expect(await page.getByLabel('What is it to work on?').inputValue()).toBe(
      'Should the centre be closed to cars?',
    );
    expect(await page.getByLabel('Role').first().inputValue()).toBe('a cyclist');
  });

  /** Whose reply is held back while it is looked at; of a person, nobody. */
  const last: Record<Kind, string | null> = {
    agent: 'A',
    debate: 'B',
    loop: 'A',
    map: 'A',
    parallel: 'B',
    person: null,
    pipeline: 'B',
    route: 'A',
    supervisor: 'B',
  };

  it.each(kindNames)(
    'shows a run of kind %s while it goes on and afterwards, narrow too, so that everybody can use it',
    async (kind) => {
      const id = `kind-${kind}`;
      const who = last[kind];
      if (who !== null) world.held.add(who);
      await start(id, stepMaker('chat')[kind](namesIn(kind)));
      await open(`runs/${id}`);
      if (who === null) {
        await page.getByLabel('Your answer').fill('Tea.');
        await page.getByRole('button', { name: 'Answer' }).click();
      } else {
        await page.getByRole('article', { name: who }).getByText('working').first().waitFor();
        if (who !== 'A') await text('from A').waitFor();
        world.held.clear();
        await text(`from ${who}`).waitFor();
      }
      await text('completed').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await seriousProblems(page), 'dark').toEqual([]);
      for (const view of ['', 'timeline', 'costs', 'input']) {
        await page.setViewportSize(narrow);
        await open(`runs/${id}?view=${view}`);
        await page.locator('.tabs [aria-current]').waitFor();
        expect(await overflow(page), view).toBe(0);
      }
    },
  );

  it('shows the prompt as it was sent and the reply as it came', async () => {
    await start('prompted', {
      kind: 'agent',
      name: 'Ann',
      provider: 'chat',
      instructions: 'Be odd.',
    });
    await open('runs/prompted');
    await page.getByRole('button', { name: 'Prompt of Ann' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Be odd.').first().waitFor();
    await dialog.getByText('from Ann').first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    expect(await dialog.textContent()).not.toContain('correct-horse');
  });

  it('takes an approval in place, with its arguments and a reason', async () => {
    const calls = [{ name: 'send', arguments: { to: 'the king' } }];
    world.says.set('Ann', (asked) =>
      asked === 0 ? { toolCalls: calls } : 'I was not allowed to.',
    );
    const ann = { kind: 'agent', name: 'Ann', provider: 'chat' } as const;
    await start('letter', { ...ann, tools: ['send'], approve: ['send'] });
    await open('inbox');
    await page.getByRole('link', { name: 'letter' }).click();
    await page.getByLabel('An approval').getByText('the king').waitFor();
    await page.getByLabel(/^Reason/).fill('He is away.');
    await page.getByRole('button', { name: 'Deny' }).click();
    await text('I was not allowed to.').waitFor();
    await page.locator('.tool summary').click();
    await page.getByText(/not allowed this call.*He is away/).waitFor();
    const { approvals } = (await world.client.handle('letter').result()) as {
      approvals?: object[];
    };
    expect(approvals).toMatchObject([{ approved: false, reason: 'He is away.' }]);
  });

  it('sets and shows what is known of a user', async () => {
    await open('users/ada');
    await page.getByRole('textbox', { name: 'Fact' }).fill('drink');
    await page.getByLabel(/^Value/).fill('tea');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('by client').waitFor();
    expect(await world.client.user('ada').get('drink')).toBe('tea');
  });

  it('has nothing serious in the way of anybody on any page, which is no wider than a telephone', async () => {
    await page.setViewportSize(narrow);
    const pages = ['', 'teams', 'start/pros-cons', 'inbox', 'users', 'threads', 'locks', 'nowhere'];
    for (const hash of pages) {
      await open(hash);
      await page.locator('main h1, main .empty').first().waitFor();
      expect(await seriousProblems(page), hash).toEqual([]);
      expect(await overflow(page), hash).toBe(0);
    }
  });

  it('goes along lists by keys, and tells which keys there are', async () => {
    await start('keyed', { kind: 'agent', name: 'Ann', provider: 'chat' });
    await open('');
    await page
      .getByRole('link', { name: /Is \*tea\* better/ })
      .first()
      .waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/runs\//);
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'hidden' }); // while it is there, keys are its own
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await open('');
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await page.keyboard.press('/');
    const focused = await page.evaluate('document.activeElement.closest("label")?.textContent');
    expect(focused).toBe('Team');
  });

  it('runs nothing that a model, an input, a name or a tool has written, and asks nobody for it', async () => {
    const names = [`<img src=x onerror=pwn()>`, `"'><svg onload=pwn()>`];
    const agents = names.map((name) => ({ kind: 'agent' as const, name, provider: 'chat' }));
    for (const name of names) world.says.set(name, () => hostile);
    await start(
      'hostile',
      { kind: 'parallel', name: '<img src=x onerror=pwn()>', agents },
      hostile,
    );
    await page.addInitScript('globalThis.pwned = 0; globalThis.pwn = () => { pwned += 1; };');
    await open('runs/hostile');
    await page.getByText('completed').waitFor();
    await page.getByText('the end of it').first().waitFor();
    for (const link of await page.locator('.prose a').all()) {
      expect(await link.getAttribute('href')).toMatch(/^(https?:|mailto:)/);
      expect(await link.getAttribute('rel')).toContain('noopener');
    }
    for (const view of ['timeline', 'costs', 'input']) {
      await open(`runs/hostile?view=${view}`);
      await page.locator('.tabs [aria-current]').waitFor();
    }
    await open('');
    await page
      .getByRole('link', { name: /onerror/ })
      .first()
      .waitFor();
    expect(
      await page.locator('main :is(img, iframe, object, embed, script, form[action])').count(),
    ).toBe(0);
    expect(await page.evaluate('pwned')).toBe(0);
  });

  it('asks for a token where the service wants one, and goes on with it', async () => {
    const token = 'a-token-of-these-tests';
    const closed = await createServer(world.client, { port: 0, tokens: [{ token }], teams: [] });
    const other = await watchPage(studio.browser, closed.url, { tolerate: /401/ });
    await other.page.goto(`${closed.url}/#/teams`);
    await other.page.getByLabel('Token').fill('not-the-right-token');
    await other.page.getByRole('button', { name: 'Go on' }).click();
    await other.page.getByLabel('Token').fill(token);
    await other.page.getByRole('button', { name: 'Go on' }).click();
    await other.page.getByRole('link', { name: /pros-cons/ }).waitFor();
    expect(await other.page.evaluate('localStorage.length')).toBe(0);
    await other.close();
    await closed.close();
  });
});

const hostile = `
<script>pwn()</script><img src="https://evil.example/a.png" onerror="pwn()">
<iframe srcdoc="<script>parent.pwn()</script>"></iframe><style>* { display: none }</style>

![a picture](https://evil.example/b.png) ![x](javascript:pwn()) ![y][ref]

[a](javascript:pwn()) [b](JaVaScRiPt:pwn()) [c](data:text/html,<script>pwn()</script>) [d](vbscript:pwn())
[e](&#106;avascript:pwn()) [f]( java\nscript:pwn()) <javascript:pwn()> [g](//evil.example) [h](/v1/locks)
[i](https://example.com "onmouseover=pwn()") <b onclick="pwn()">bold</b> [j][ref] <a href="javascript:pwn()">k</a>

[ref]: javascript:pwn()

| <svg/onload=pwn()> | \`<script>\` |
|---|---|
| <math><mi xlink:href="javascript:pwn()"> | [x](javascript:pwn()) |

\`\`\`html
<script>pwn()</script>
\`\`\`

${'> '.repeat(3_000)}deep ${'['.repeat(5_000)} ${'*a_'.repeat(3_000)}

the end of it
`;
