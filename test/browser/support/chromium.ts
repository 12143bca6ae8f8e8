import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const path = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (each) => existsSync(each),
);

/** Why there is no browser for tests; `''`: there is one. */
export const missing = path === undefined ? 'Chromium is not installed' : '';

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    ...(path === undefined ? {} : { executablePath: path }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'], // as root, and in a container
  });
}
