/** Whoever hears a reply while it comes. What is told is the model's words, as the server sends them. */
export interface LiveListener {
  /** A piece of what the model says, in order; never of what it thinks. */
  text(piece: string): void;
  /**
   * A piece of the arguments of a tool call, JSON as the model writes it.
   *
   * @param index of the call in its turn, from 0
   * @param name of the tool; empty as long as the server has not said it
   */
  toolCall?(index: number, name: string, piece: string): void;
  /** The server tells apart what the model thinks: its text holds no thinking. */
  thinks?(): void;
  /** What was told so far counts no more: the reply begins again, and why. */
  restart(reason: string): void;
}
