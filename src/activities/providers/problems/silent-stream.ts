/** A stream in which nothing of a reply has come for too long. */
export class SilentStream extends Error {
  // The SDKs look for words such as "timed out" in what they wrap.
  override name = 'SilentStream';
  readonly limitMs: number;
  /** Whether anything had come before. */
  readonly hasBegun: boolean;

  constructor(limitMs: number, hasBegun: boolean) {
    super('the stream was silent for too long');
    this.limitMs = limitMs;
    this.hasBegun = hasBegun;
  }
}
