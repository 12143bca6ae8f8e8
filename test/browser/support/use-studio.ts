import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openBrowser } from './chromium.ts';
import { openStudioWorld, type StudioWorld } from './studio-world.ts';
import { type WatchedPage, type WatchOptions, watchPage } from './watched-page.ts';

/** The studio of a block of tests, from its `beforeAll` on. */
export interface UsedStudio {
  world: StudioWorld;
  browser: Browser;
}

/** One world and one browser for a block of tests; before each, everybody says again what they say at first. */
export function useStudio(): UsedStudio {
  const studio = {} as UsedStudio;
  beforeAll(async () => {
    [studio.world, studio.browser] = await Promise.all([openStudioWorld(), openBrowser()]);
  });
  afterAll(async () => {
    await studio.browser?.close();
    await studio.world?.close();
  });
  beforeEach(() => studio.world.reset());
  return studio;
}

/** A page of the studio for each test, in which nothing may go wrong. */
export function usePage(studio: UsedStudio, options?: WatchOptions): Pick<WatchedPage, 'page'> {
  const used = {} as { page: Page };
  beforeEach(async () => {
    const { page, close } = await watchPage(studio.browser, studio.world.server.url, options);
    used.page = page;
    return close;
  });
  return used;
}
