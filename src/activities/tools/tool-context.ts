/** What a tool's `execute` gets besides its arguments. */
export interface ToolContext {
  /** Aborted when the run is cancelled, the time is up, or the tool's own lock is lost. */
  signal: AbortSignal;
  /**
   * The same for every attempt of this call, and of no other call: give it to a service that takes
   * an idempotency key, or keep it with what is written, so that a repeated attempt changes nothing.
   */
  idempotencyKey: string;
  /** From 1. */
  attempt: number;
  /**
   * Fencing number of the lock that `threadSafeTool` has taken; `null` without one. Pass it on to
   * what the lock guards, which refuses a number lower than one it has seen.
   */
  fencing: number | null;
  agentName: string;
  /** Workflow id of the outermost run. */
  run: string;
  /** Whose run it is; `null`: nobody's. */
  user: string | null;
}
