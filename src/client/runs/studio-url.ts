import { invalidInput } from '../../core/parse-input.ts';
import { studioLink } from '../../core/studio-link.ts';
import type { ServerClient } from './server-client.ts';

const variable = 'DURABLE_AGENTS_STUDIO_URL';

/**
 * Address of the studio: the one given, else that of the environment.
 *
 * @returns `null`: neither says one
 * @throws `Input.Invalid` where it is no address of a web page
 */
export function studioUrlFrom(env: NodeJS.ProcessEnv, given?: string): string | null {
  const url = given ?? env[variable]?.trim() ?? '';
  if (url === '') return null;
  if (isWebAddress(url)) return url.replace(/\/+$/, '');
  const message = 'it is no address that begins with http:// or https://';
  const path = given === undefined ? variable : 'studioUrl';
  throw invalidInput("the studio's address", [{ path, message }]);
}

/** A run in the studio; `null` where none is known. */
export function studioLinkOf({ studio }: ServerClient, id: string): string | null {
  return studioLink(studio?.() ?? null, id);
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}
