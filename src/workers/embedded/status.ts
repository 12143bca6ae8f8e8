import { aString, objectOf, oneOf, readForm } from '../../core/form.ts';

/** One line each, as JSON, from the keeper to whoever holds a lease. */
export type Status =
  | { state: 'starting' }
  | ({ state: 'ready' } & ServerAddress)
  | { state: 'failed'; reason: string };

/** Where a server that is up can be reached. */
export interface ServerAddress {
  /** gRPC, `host:port`. */
  address: string;
  /** The Web UI. */
  uiUrl: string;
}

const stateForm = objectOf({ state: oneOf('starting', 'ready', 'failed') });

const statusForms = {
  starting: objectOf({ state: oneOf('starting') }),
  ready: objectOf({ state: oneOf('ready'), address: aString, uiUrl: aString }),
  failed: objectOf({ state: oneOf('failed'), reason: aString }),
};

/** A line of the keeper's; `undefined`: it is not one. */
export function readStatus(line: string): Status | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const state = readForm(stateForm, value);
    if (!state.ok) return undefined;
    const read = readForm<Status>(statusForms[state.value.state], value);
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}
