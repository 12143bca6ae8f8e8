import type { Browser, Page } from 'playwright-core';
import { watchPage } from '../../../browser/support/watched-page.ts';
import { openBreakingLine } from './breaking-line.ts';

/** What somebody says, as a page of the studio shows it. */
interface Shown {
  /** The step's. */
  path: string;
  /** All that is shown as said in it, one piece for each turn. */
  said: string[];
}

/** A conversation as it is shown. */
export interface ShownRun {
  statements: Shown[];
  /** Who has voted, and why, in the order of the page. */
  votes: string[];
  /** Everything that the conversation says. */
  text: string;
}

/** What a page showed of a run that it had open from its beginning to its end, and what one that is opened afterwards shows. */
export interface ReadInStudio {
  live: ShownRun;
  afterwards: ShownRun;
  /** When the run was seen to go on; milliseconds since the epoch. */
  openedAt: number;
  /** How often the page has gone on behind a lost stream. */
  dropped: number;
}

/** A page of the studio that has a run open. */
export interface OpenPage {
  /** Reads it to the end of the run, over a connection that breaks again and again. */
  read(): Promise<ReadInStudio>;
}

/** Opens the page of a run that goes on, and waits until it shows it. */
export async function openInStudio(browser: Browser, url: string, id: string): Promise<OpenPage> {
  const line = await openBreakingLine(url);
  const { page, close } = await watchPage(browser, line.url, { tolerate: /ERR_/ });
  page.setDefaultTimeout(60_000); // everything else goes on meanwhile
  const { dropped } = countResumed(page);
  await page.goto(`${line.url}/#/runs/${id}`);
  await page.locator('.conversation .statement').first().waitFor();
  const openedAt = Date.now();
  return {
    async read() {
      line.beginToBreak();
      await untilEnded(page);
      const live = await shownOn(page);
      await page.reload(); // it is told all of it at once
      await untilEnded(page);
      const afterwards = await shownOn(page);
      await close();
      await line.close();
      return { live, afterwards, openedAt, dropped: dropped() };
    },
  };
}

/** Counts the requests that go on behind an event. */
function countResumed(page: Page): { dropped: () => number } {
  let count = 0;
  page.on('request', (request) => {
    if (request.headers()['last-event-id'] !== undefined) count += 1;
  });
  return { dropped: () => count };
}

async function untilEnded(page: Page): Promise<void> {
  await page
    .locator('.run-title')
    .getByText('completed')
    .waitFor({ timeout: 20 * 60_000 });
}

async function shownOn(page: Page): Promise<ShownRun> {
  return await page.evaluate<ShownRun>(`(() => {
    const place = document.querySelector('.conversation');
    const textOf = (element) => element.textContent ?? '';
    const textsOf = (element, selector) => [...element.querySelectorAll(selector)].map(textOf);
    return {
      statements: [...place.querySelectorAll('.statement')].map((statement) => ({
        path: statement.dataset.path,
        said: textsOf(statement, '.statement-body > .prose'),
      })),
      votes: textsOf(place, '.voter .why'),
      text: textOf(place),
    };
  })()`);
}
