/** Whoever is told a text as it comes: a follower, or what stands before one. */
export interface Told {
  text(piece: string): void;
  /** What was told so far counts no more, and why. */
  restart(reason: string): void;
}
