// Takes the picture of the studio in the docs: `npm run docs:screenshot [FOLDER]`. A debate of the
// simulated model, so that anybody gets the same.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { local } from '../src/index.ts';
import { createServer } from '../src/service/index.ts';

const folder = process.argv[2] ?? 'docs/images';
const question = 'Should the city centre be closed to cars on Sundays?';
const stateDir = mkdtempSync(join(tmpdir(), 'studio-screenshot-'));
mkdirSync(folder, { recursive: true });

const client = await local({ stateDir });
const server = await createServer(client, { port: 0, teams: [] });
const path = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((each) => existsSync(each));
const browser = await chromium.launch({ executablePath: path ?? '', args: ['--no-sandbox'] });
try {
  const id = await debate();
  for (const scheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      colorScheme: scheme,
      viewport: { width: 1280, height: 880 },
      deviceScaleFactor: 1.5,
    });
    await page.goto(`${server.url}/#/runs/${id}`);
    await picture(page, scheme === 'light' ? 'studio.png' : 'studio-dark.png');
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
  await client.close();
  rmSync(stateDir, { recursive: true, force: true });
}

async function debate(): Promise<string> {
  const names = ['Advocate', 'Critic', 'Pragmatist'];
  const agents = names.map((name) => ({ kind: 'agent' as const, name, provider: 'simulated' }));
  const run = await client.start(
    { kind: 'debate', name: 'car-free-sundays', agents, rounds: 2, stopEarly: false },
    question,
    { id: 'car-free-sundays' },
  );
  await run.result();
  return run.id;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.getByText('completed').waitFor();
  await page.getByText('consensus').first().waitFor();
  await page.waitForTimeout(500); // until texts are drawn as Markdown
  await page.locator('.said.shown').waitFor({ state: 'detached' });
  await page.screenshot({ path: join(folder, name) });
}
