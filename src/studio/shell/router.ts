import { cell } from '../parts/cell.ts';

/** Where in the page somebody is. */
export interface Route {
  /** `runs`, `start` … */
  page: string;
  /** The segments behind it. */
  rest: string[];
  /** What stands behind `?`. */
  query: Record<string, string>;
}

export const route = cell<Route>(readHash(location.hash));

addEventListener('hashchange', () => route.set(readHash(location.hash)));

/** `#/runs/ID/1-Taster?view=timeline` */
function readHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/*/, '').split('?', 2);
  const [page = '', ...rest] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  return { page: page || 'runs', rest, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The link to a place: `hrefOf('runs', [id])`. */
export function hrefOf(
  page: string,
  rest: readonly string[] = [],
  query: Record<string, string> = {},
): string {
  const path = [page, ...rest].map((part) => encodeURIComponent(part)).join('/');
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  return `#/${path === 'runs' ? '' : path}${search.size === 0 ? '' : `?${search.toString()}`}`;
}

/** A step of a run: `#/runs/ID/1-Analysts/Critic`. */
export function hrefOfStep(run: string, path: string): string {
  return hrefOf('runs', [run, ...(path === '' ? [] : path.split('/'))]);
}

export function goTo(href: string): void {
  location.hash = href;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // somebody typed a lone %
  }
}
