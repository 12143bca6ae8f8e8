import { attributeTypeNames, searchAttributes } from '../../core/search-attributes.ts';
import type { Hidden } from './hidden.ts';
import type { Ports } from './ports.ts';

const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'];

/** At the default of 20 polls a second every task waits up to 50 ms. */
const dynamicConfig = [
  'history.transferProcessorMaxPollRPS=1000',
  'history.transferProcessorMaxPollHostRPS=20000',
  'history.timerProcessorMaxPollRPS=1000',
  'history.maxBufferedQueryCount=100',
];

/**
 * Go's garbage collector works less often: with fifty runs at once the server needs a sixth less CPU,
 * for up to 200 MB of memory more, and near 384 MiB it works as often as it must.
 */
export const serverEnvironment = { GOGC: '400', GOMEMLIMIT: '384MiB' };

/**
 * The command line of the dev server. The database's place in it is how an orphan is known.
 *
 * @param hidden default: the Web UI and the HTTP API answer whoever asks
 */
export function devServerArguments(database: string, ports: Ports, hidden?: Hidden): string[] {
  const { ui = { host: '127.0.0.1', port: ports.ui }, httpHost } = hidden ?? {};
  const allowed = httpHost === undefined ? [] : [`frontend.httpAllowedHosts=["${httpHost}"]`];
  return [
    'server',
    'start-dev',
    `--db-filename=${database}`,
    '--ip=127.0.0.1',
    `--port=${ports.grpc}`,
    `--ui-ip=${ui.host}`,
    `--ui-port=${ui.port}`,
    `--http-port=${ports.http}`,
    '--log-level=error',
    ...pragmas.map((pragma) => `--sqlite-pragma=${pragma}`),
    ...[...dynamicConfig, ...allowed].map((value) => `--dynamic-config-value=${value}`),
    ...searchAttributes.map(
      ({ name, type }) => `--search-attribute=${name}=${attributeTypeNames[type]}`,
    ),
  ];
}
