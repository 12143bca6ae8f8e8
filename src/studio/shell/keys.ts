import { cell } from '../parts/cell.ts';
import { goTo, hrefOf, type Route, route } from './router.ts';

/** Whether the list of keys is shown. */
export const helpShown = cell(false);

/** What the keys do, for the help. */
export const keyHelp: readonly (readonly [keys: string, does: string])[] = [
  ['j / k', 'the next and the previous in a list or a conversation'],
  ['Enter', 'open it, or fold it'],
  ['/', 'search, where there is a search'],
  ['g r', 'the runs'],
  ['g s', 'start a team'],
  ['g i', 'the inbox'],
  ['u', 'one level up'],
  ['?', 'this list'],
];

/** The same where there is one run and nothing else. */
export const keyHelpOfRun = keyHelp.filter(([keys]) => ['j / k', 'Enter', '?'].includes(keys));

const places: Record<string, string> = { r: 'runs', s: 'teams', i: 'inbox' };

/** Moves along what can be gone along; everything with `data-item`. */
export function listenToKeys(): void {
  let before = '';
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isTyping(event)) return;
    const went = before === 'g' ? places[event.key] : undefined;
    before = event.key;
    if (went !== undefined) return goTo(hrefOf(went));
    const does = actions[event.key];
    if (does === undefined) return;
    event.preventDefault();
    does();
  });
}

const actions: Record<string, (() => void) | undefined> = {
  j: () => moveBy(1),
  k: () => moveBy(-1),
  '/': () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
  '?': () => helpShown.set(!helpShown.get()),
  u: () => goTo(upFrom(route.get())),
};

function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return target instanceof Element && target.closest('input, textarea, select, dialog') !== null;
}

function moveBy(step: number): void {
  const items = [...document.querySelectorAll<HTMLElement>('[data-item]')].filter(
    (item) =>
      item.closest('details:not([open])')?.contains(item) !== true || item.matches('summary'),
  );
  const inside = document.activeElement?.closest<HTMLElement>('[data-item]') ?? null;
  const index = inside === null ? (step > 0 ? -1 : items.length) : items.indexOf(inside);
  const next = items[Math.min(items.length - 1, Math.max(0, index + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function upFrom({ page, rest: [id = '', ...path] }: Route): string {
  if (page === 'runs' && path.length > 0) return hrefOf('runs', [id]);
  return hrefOf({ start: 'teams' }[page] ?? (['users', 'threads'].includes(page) ? page : 'runs'));
}
