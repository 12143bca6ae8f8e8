import { readConfig } from '../workers/config-file.ts';
import { endpointsOf, isReady } from '../workers/endpoints.ts';

export { startFleetWorker } from '../workers/fleet.ts';

/** Everything that this process can serve of a fleet: the providers are those that have their key. */
export function servable(configFile: string | undefined): string[] {
  const endpoints = endpointsOf(readConfig(configFile)).filter(isReady);
  return ['workflows', 'tools', ...endpoints.map(({ name }) => name)];
}
