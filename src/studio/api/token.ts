import { cell } from '../parts/cell.ts';

const key = 'durable-agents-token';

/** The token that requests bear, until the browser's tab is closed; `null`: none was needed so far. */
export const token = cell<string | null>(kept());

/** Whether the service has refused a request for want of a token, or for a wrong one. */
export const tokenWanted = cell(false);

export function giveToken(given: string): void {
  sessionStorage.setItem(key, given);
  token.set(given);
  tokenWanted.set(false);
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null; // a page that was opened from disk may have no storage
  }
}
