import type { Page } from 'playwright-core';

/** Counts what hostile texts call; to be there before the page is. */
export const trap = 'globalThis.pwned = 0; globalThis.pwn = () => { pwned += 1; };';

/**
 * What has come of hostile texts in a page: scripts that ran, elements and attributes that no part of
 * the page makes, links that lead elsewhere than they say, and what covers the page.
 */
export async function attacksIn(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`(${search})()`);
}

const search = `() => {
  const found = pwned === 0 ? [] : ['a script ran'];
  const root = document.querySelector('#studio');
  const bad = 'img, iframe, frame, object, embed, script, style, link, base, meta, audio, video, source, math, animate, use, foreignObject, [action], [formaction], [srcdoc], [src]';
  for (const element of root.querySelectorAll(bad)) found.push('an element: ' + element.outerHTML);
  for (const element of root.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push('an attribute: ' + name + '=' + value);
      if (name === 'style' && !/^(--[\\w-]+: ?[\\w.]+; ?)*$/.test(value)) found.push('a style: ' + value);
    }
    if (getComputedStyle(element).position === 'fixed' && !element.matches('.follow, .said, dialog'))
      found.push('it covers the page: ' + element.outerHTML);
  }
  for (const link of root.querySelectorAll('a')) {
    const href = link.getAttribute('href');
    const isOurs = link.closest('.prose') === null && (href.startsWith('#') || link.matches('.button'));
    if (isOurs) continue;
    if (!/^(https?|mailto):/.test(href)) found.push('a link: ' + link.outerHTML);
    if (!link.rel.includes('noopener')) found.push('a link with an opener: ' + link.outerHTML);
    const told = link.textContent + (link.nextElementSibling?.textContent ?? '');
    if (/bank/.test(link.textContent) && !/evil\\.example/.test(told))
      found.push('a link that lies: ' + link.outerHTML);
  }
  return found;
}`;

/** Unfolds everything, so that all of it is drawn and found. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true;');
}
