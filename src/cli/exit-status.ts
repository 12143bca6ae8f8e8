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
