import { spawn } from 'node:child_process';

/**
 * The program that opens a page in the browser of whoever sits here.
 *
 * @returns `undefined`: nobody does, as far as can be told, or they want none opened (CI, BROWSER=none)
 */
export function pageOpener(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  const isCi = isSet('CI') && env['CI'] !== 'false' && env['CI'] !== '0';
  if (isCi || env['BROWSER'] === 'none' || isSet('SSH_CONNECTION')) return undefined;
  if (platform === 'darwin') return 'open';
  return isSet('DISPLAY') || isSet('WAYLAND_DISPLAY') ? 'xdg-open' : undefined;
}

/** Opens a page in a browser, where stdout is a terminal and there is one. What fails is told nobody. */
export function openPage(
  url: string | null,
  { isTerminal = process.stdout.isTTY, opener = pageOpener() } = {},
): void {
  if (url === null || !isTerminal || opener === undefined) return;
  const opening = spawn(opener, [url], { detached: true, stdio: 'ignore' });
  opening.once('error', addressIsPrinted);
  opening.unref();
}

/** Whoever wants the page has its address. */
function addressIsPrinted(): void {}
