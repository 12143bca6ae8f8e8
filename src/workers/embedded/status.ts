import { z } from 'zod';

/** One line each, as JSON, from the keeper to whoever holds a lease. */
export const Status = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('starting') }),
  z.strictObject({ state: z.literal('ready'), address: z.string(), uiUrl: z.string() }),
  z.strictObject({ state: z.literal('failed'), reason: z.string() }),
]);
export type Status = z.output<typeof Status>;

/** Where a server that is up can be reached. */
export interface ServerAddress {
  /** gRPC, `host:port`. */
  address: string;
  /** The Web UI. */
  uiUrl: string;
}
