/** How often it is looked for something new, in ms: while somebody is speaking, and else. */
const lookMs = { listening: 40, waiting: 100 } as const;

/** How long nothing is read for some followers after they have been read for, in ms. */
export function pauseOf(followers: readonly { isListening: boolean }[]): number {
  const isListening = followers.some((follower) => follower.isListening);
  return isListening ? lookMs.listening : lookMs.waiting;
}
