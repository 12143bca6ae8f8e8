import type { Output } from './output.ts';

/** How the command line ends; the numbers are part of its contract. */
export const ExitStatus = {
  success: 0,
  /** The run failed, or what serves it did. */
  failed: 1,
  /** The input was refused and nothing was started. */
  refused: 2,
  /** Stopped by a signal; the run stays resumable. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

/** What every command gets besides its options. */
export interface CommandContext {
  output: Output;
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal;
}

/** A word that a command takes at its place. */
interface Argument {
  /** Under which it stands in the options. */
  key: string;
  /** As help shows it: `file or team`. */
  shown: string;
  does: string;
  optional?: boolean;
  /** Whether it may be the empty text. Default `false`. */
  mayBeEmpty?: boolean;
  /** The words it may be. Default: any. */
  oneOf?: readonly string[];
  /** Words that a shell offers for it, besides files; it may be any other. Default: none. */
  offers?: readonly string[];
}

export interface Flag {
  /** Without the dashes: `take-over`. In the options it is `takeOver`. */
  name: string;
  /** What its value is called; without it the flag takes none. */
  value?: string;
  does: string;
  /** Whether the command needs it. Default `false`. */
  needed?: boolean;
  /** The flag that may be given in its place, and not together with it. */
  orElse?: string;
  /** The values it takes. Default: any. */
  oneOf?: readonly string[];
  /** Whether the value is a list with commas between. Default `false`. */
  list?: boolean;
}

/**
 * A command: what it is called with, and what it does. Each is one file, which loads the rooms that it
 * works in when it is run, so that help and refusals are there at once. It writes its answer and gives
 * the exit status.
 */
export interface Command<O = never> {
  /** One word, or a group's and its own: `user set`. */
  name: string;
  does: string;
  takes?: readonly Argument[];
  flags: readonly Flag[];
  /** What stands after `durable-agents`. */
  examples: readonly string[];
  /** Other words that people try for it. */
  alsoTried?: readonly string[];
  run(options: O, context: CommandContext): Promise<ExitStatus>;
}

export const jsonFlag: Flag = {
  name: 'json',
  does: 'one JSON document on stdout, and nothing else there',
};

export interface ClusterOptions {
  address?: string;
  namespace?: string;
}

export const clusterFlags: readonly Flag[] = [
  {
    name: 'address',
    value: 'host:port',
    does: 'a Temporal server; default TEMPORAL_ADDRESS, else embedded',
  },
  { name: 'namespace', value: 'name', does: 'the namespace there; default TEMPORAL_NAMESPACE' },
];

export interface ServingOptions {
  /** Provider configuration. */
  config?: string;
  /** Whether the configuration that lies in this folder is to be used unasked. */
  trust?: boolean;
  /** Module with registered functions and tools. */
  register?: string;
}

export const servingFlags: readonly Flag[] = [
  {
    name: 'config',
    value: 'file',
    does: 'provider configuration; default durable-agents.yaml, .yml, .json',
  },
  {
    name: 'trust',
    does: 'use the configuration of this folder unasked, wherever it sends keys',
  },
  { name: 'register', value: 'file', does: 'module whose functions and tools specs may name' },
];

export interface WatchOptions {
  /** Whether changes of the registered module and the configuration are taken over. */
  watch?: boolean;
}

export const watchFlag: Flag = {
  name: 'watch',
  does: 'take over changes of the registered module; open runs keep their code',
};

export interface StateOptions {
  /** Folder of the embedded server's state. */
  state?: string;
}

export const stateFlag: Flag = {
  name: 'state',
  value: 'folder',
  does: "the embedded server's state; default .durable-agents",
};

/** For commands that read, or send something, and serve no run by it. */
export type ReadingOptions = ClusterOptions & StateOptions;

export const readingFlags: readonly Flag[] = [stateFlag, ...clusterFlags, jsonFlag];

export interface WaitingOptions {
  /** On a cluster: serve everything in this process. */
  serve?: boolean;
  /** Embedded, in a terminal: serve the studio, and stay until Ctrl-C. */
  keep?: boolean;
  /** Where the studio is served meanwhile. */
  port?: string;
  /** Write events in place of the result. */
  events?: boolean;
  /** Write nothing but the answer. */
  quiet?: boolean;
}

/** Where the studio is served where nobody says so. */
export const usualPort = 7654;

export const portFlag: Flag = {
  name: 'port',
  value: 'number',
  does: `where the studio is served; default ${usualPort}, or the next that is free`,
};

const waitingFlags: readonly Flag[] = [
  { name: 'events', does: 'what happens on stdout, a line of JSON each; the last has the result' },
  { name: 'quiet', does: 'nothing but the answer: no progress, no notes' },
  { name: 'serve', does: 'on a cluster: serve the run in this process' },
  {
    name: 'keep',
    does: 'embedded, in a terminal: the studio and the Web UI stay up after the result, until Ctrl-C',
  },
  portFlag,
];

/** For commands that start a run or wait for one. */
export type RunningOptions = ReadingOptions & ServingOptions & WaitingOptions;

export const runningFlags: readonly Flag[] = [...waitingFlags, ...servingFlags, ...readingFlags];
