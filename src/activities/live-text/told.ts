/** Whoever is told a text as it comes: a follower, or what stands before one. */
export interface Told {
  text(piece: string): void;
  /** What was told so far counts no more, and why. */
  restart(reason: string): void;
}

/** Whoever is told a reply as it comes. */
export interface ToldReply extends Told {
  /** A piece of the arguments of a tool call; `index`: of the call in its turn, from 0. */
  toolCall(index: number, name: string, piece: string): void;
}
