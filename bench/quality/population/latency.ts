/** Calls, and the tokens of all of them together. */
export interface Asking {
  calls: number;
  inputTokens: number;
  outputTokens: number;
}

/** Seconds before the first token of a call, and tokens a second that are read and written. */
const pace = { firstToken: 0.5, read: 5_000, written: 60 };

/** Seconds that a real model might take over calls. Nobody waits for them: they are counted. */
export function modelSeconds({ calls, inputTokens, outputTokens }: Asking): number {
  return calls * pace.firstToken + inputTokens / pace.read + outputTokens / pace.written;
}
