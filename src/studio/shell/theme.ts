import { cell } from '../parts/cell.ts';

export type Theme = 'system' | 'light' | 'dark';

const key = 'durable-agents-theme';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** Light or dark; `system`: as the computer is. */
export const theme = cell<Theme>(kept());

show(theme.get());

/** To the next of the three. */
export function nextTheme(): void {
  const next = themes[(themes.indexOf(theme.get()) + 1) % themes.length] ?? 'system';
  theme.set(next);
  show(next);
  try {
    localStorage.setItem(key, next);
  } catch {
    // a page that was opened from disk may have no storage: it is forgotten with the page
  }
}

function show(chosen: Theme): void {
  const { dataset } = document.documentElement;
  if (chosen === 'system') delete dataset['theme'];
  else dataset['theme'] = chosen;
}

function kept(): Theme {
  try {
    const found = localStorage.getItem(key);
    return themes.find((each) => each === found) ?? 'system';
  } catch {
    return 'system';
  }
}
