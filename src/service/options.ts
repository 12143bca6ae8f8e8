import { z } from 'zod';
import { visible } from '../core/visible.ts';

const text = z.string().min(1, 'it is empty');

/** The secret itself, or the variable that holds it: one of them. */
export const tokenSchema = z
  .strictObject({
    token: text.min(16, 'a token has at least 16 characters: take a random one').optional(),
    env: text.optional(),
    user: text.optional(),
    teams: z.array(text).optional(),
  })
  .refine(
    ({ token, env }) => (token === undefined) !== (env === undefined),
    "give 'env', the name of the variable that holds the token",
  );

/** As a browser sends it; a slash at its end is overlooked. */
const originSchema = text
  .transform((given) => given.replace(/\/$/, ''))
  .refine(
    (given) => URL.canParse(given) && new URL(given).origin === given,
    'an origin has a scheme and a host: https://chat.example.com',
  );

/** As a request names it. */
const hostSchema = text
  .transform((given) => given.toLowerCase())
  .refine(
    (given) => URL.canParse(`http://${given}`) && new URL(`http://${given}/`).host === given,
    'a host has no scheme and no path: agents.example.com, or with its port agents.example.com:8080',
  );

/** How the service is configured. */
export const optionsSchema = z.strictObject({
  host: text.transform((given) => given.replace(/^\[(.*)\]$/, '$1')).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(7654),
  teams: z
    .union([text, z.array(text)])
    .transform((given) => (typeof given === 'string' ? [given] : given))
    .optional(),
  tokens: z.array(tokenSchema).default([]),
  allowedHosts: z.array(hostSchema).default([]),
  allowedOrigins: z.array(originSchema).default([]),
  maxBodyBytes: z
    .int()
    .min(1_024)
    .default(4 * 1024 * 1024),
  startsPerMinute: z.int().min(1).nullable().default(600),
  heartbeatMs: z.int().min(100).default(15_000),
  cancelAfterMs: z.int().min(0).max(86_400_000).default(15_000),
  studio: z.boolean().default(true),
  log: z
    .custom<(line: string) => void>((given) => typeof given === 'function', 'expected a function')
    .default(() => (line: string) => void process.stderr.write(`${visible(line)}\n`)),
});

/** One token: what it is, and what it opens. */
export interface TokenOptions {
  /** The secret, of 16 characters at least. Give this or `env`. */
  token?: string;
  /** Name of the environment variable that holds it. */
  env?: string;
  /** Whose runs, threads and facts are all that it sees. Default: everybody's. */
  user?: string;
  /** Names of the teams that it may start. Default: all. */
  teams?: string[];
}

/** How `createServer` serves. */
export interface ServiceOptions {
  /** Address to listen on; one that others can reach needs a token. Default `127.0.0.1`. */
  host?: string;
  /** 0: any that is free. Default 7654. */
  port?: number;
  /** Folders of specs, or single files. Default `./teams`, where there is one. */
  teams?: string | string[];
  /** Default: that of DURABLE_AGENTS_TOKEN, where it is set. */
  tokens?: TokenOptions[];
  /** Host names by which it may be called, besides those of its own address. */
  allowedHosts?: string[];
  /** Origins of other pages that may call it from a browser: `https://chat.example.com`. */
  allowedOrigins?: string[];
  /** Bytes of a request's body at most. Default 4 MiB. */
  maxBodyBytes?: number;
  /** Runs that may be started within a minute; `null`: any number. Default 600. */
  startsPerMinute?: number | null;
  /** Milliseconds between two signs of life on an event stream. Default 15,000. */
  heartbeatMs?: number;
  /** Milliseconds after which the run of a chat completion is cancelled that nobody reads any more. Default 15,000. */
  cancelAfterMs?: number;
  /** Whether the studio is served. Default `true`. */
  studio?: boolean;
  /** Told one line at a time what goes wrong. Default: standard error. */
  log?: (line: string) => void;
}

/** The same with the defaults filled in. */
export type ServiceSettings = z.output<typeof optionsSchema>;
