import type { ExitStatus } from './exit-status.ts';
import type { Output } from './output.ts';

/** What every command gets besides its options. */
export interface CommandContext {
  output: Output;
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal;
}

/** A command: it writes its answer and gives the exit status. */
export type Command<O> = (options: O, context: CommandContext) => Promise<ExitStatus>;

export interface ClusterOptions {
  address?: string;
  namespace?: string;
}

export interface ServingOptions {
  /** Provider configuration. */
  config?: string;
  /** Module with registered functions and tools. */
  register?: string;
}

export interface StateOptions {
  /** Folder of the embedded server's state. */
  state?: string;
}
