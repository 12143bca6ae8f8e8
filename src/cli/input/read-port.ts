import type { WaitingOptions } from '../command.ts';
import { refuse } from './refused-input.ts';

/**
 * The port that `--port` names; `undefined`: it is not given.
 *
 * @throws `Input.Invalid` for a port that is none
 */
export function readPort({ port }: Pick<WaitingOptions, 'port'>): number | undefined {
  if (port === undefined) return undefined;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (number <= 65_535) return number;
  throw refuse(`--port takes a number from 0 to 65535, not '${port}'`);
}
