import { invalidInput, parseInput } from '../core/parse-input.ts';
import { optionsSchema, type ServiceOptions, type ServiceSettings } from './options.ts';
import { isLoopback } from './security/origins.ts';
import { readTokens, type Tokens, usualTokenVariable } from './security/tokens.ts';
import { refuseMissing } from './teams/team-folder.ts';

/** The options of a service, found good. */
export interface ReadSettings {
  settings: ServiceSettings;
  tokens: Tokens;
}

/**
 * Reads the options of a service, and checks what they name.
 *
 * @throws `Input.Invalid` for an option that is none, a missing token, or a folder that is not there
 */
export async function readSettings(options: ServiceOptions): Promise<ReadSettings> {
  const settings = parseInput(optionsSchema, options, 'the service');
  const tokens = readTokens(settings.tokens);
  if (!tokens.areNeeded && !isLoopback(settings.host)) throw withoutToken(settings.host);
  if (settings.teams !== undefined) await refuseMissing(settings.teams);
  return { settings, tokens };
}

function withoutToken(host: string) {
  const message = `others can reach '${host}', so callers need a token: put a random one of 16 characters or more into ${usualTokenVariable}, or listen on 127.0.0.1`;
  return invalidInput('the service', [{ path: 'host', message }]);
}
