import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page, and everything about it that should not be. */
export interface WatchedPage {
  page: Page;
  /** Addresses of other servers that it has asked for something. */
  foreign: string[];
  /** Errors, dialogs, and what the content policy has refused. */
  wrong: string[];
  close(): Promise<void>;
}

export interface WatchOptions extends BrowserContextOptions {
  /** A response that the console may complain about. */
  tolerate?: RegExp;
}

/** Opens a page that may ask nobody but this server. */
export async function watchPage(
  browser: Browser,
  origin: string,
  { tolerate, ...options }: WatchOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const foreign: string[] = [];
  const wrong: string[] = [];
  page.setDefaultTimeout(10_000);
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:')) foreign.push(url);
  });
  page.on('pageerror', (error) => wrong.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    const text = `${message.text()} ${message.location().url}`;
    if (message.type() === 'error' && tolerate?.test(text) !== true) wrong.push(text);
  });
  page.on('dialog', (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, foreign, wrong, close: () => context.close() };
}

/** How much wider than what is seen the page is; pixels. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate<number>(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
}
