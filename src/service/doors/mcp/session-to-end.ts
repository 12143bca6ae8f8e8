/** A session, as far as it counts who has how many. */
export interface HeldSession {
  id: string;
  /** Whose it is. */
  owner: string;
  usedAt: number;
  /** Answers that are being read. */
  reading: number;
}

/**
 * The session that ends for a new one where there are as many as may be: of whoever has most of them, so
 * that nobody loses one to somebody who has more; with as many, it is the newcomer's own. One that nobody
 * reads goes first, and the one that was not used for longest.
 *
 * @param owner whose the new one is
 * @returns `null`: none can be ended for it
 */
export function sessionToEnd(held: readonly HeldSession[], owner: string): string | null {
  const counts = new Map<string, number>();
  for (const each of held) counts.set(each.owner, (counts.get(each.owner) ?? 0) + 1);
  const own = counts.get(owner) ?? 0;
  const most = Math.max(...counts.values());
  const isOwn = own > 0 && own + 1 >= most;
  const theirs = held
    .filter((each) => (isOwn ? each.owner === owner : counts.get(each.owner) === most))
    .toSorted((one, other) => one.usedAt - other.usedAt);
  const unread = theirs.find(({ reading }) => reading === 0);
  if (unread !== undefined) return unread.id;
  return isOwn || most <= own + 1 ? null : (theirs[0]?.id ?? null);
}
