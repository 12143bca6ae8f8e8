import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page that asks nobody but its server, and in which nothing goes wrong. */
export interface WatchedPage {
  page: Page;
  /** @throws where it has asked another server, had an error or a dialog, or was refused something by its policy */
  close: () => Promise<void>;
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
  const wrong: string[] = [];
  page.setDefaultTimeout(10_000);
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:')) wrong.push(`it has asked for ${url}`);
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
  return {
    page,
    close: async () => {
      await context.close();
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    },
  };
}

/** How much wider than what is seen the page is; pixels. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate<number>(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
}
