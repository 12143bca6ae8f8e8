/** Tokens of a call. */
export interface CallTokens {
  inputTokens: number;
  outputTokens: number;
}

/** Seconds before the first token, and tokens a second that are read and written. */
const pace = { firstToken: 0.5, read: 5_000, written: 60 };

/** How long a real model might take over a call, in seconds. Nobody waits for it: time is counted. */
export function modelSeconds({ inputTokens, outputTokens }: CallTokens): number {
  return pace.firstToken + inputTokens / pace.read + outputTokens / pace.written;
}
