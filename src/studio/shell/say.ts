import { cell } from '../parts/cell.ts';

/** What a screen reader is told, and everybody is shown for a moment. */
export const said = cell('');

let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells that something was done. */
export function say(text: string): void {
  clearTimeout(timer);
  said.set(text);
  timer = setTimeout(() => said.set(''), 6_000);
}
