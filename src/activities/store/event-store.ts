import type { EventLog } from '../events/event-log.ts';
import {
  type FollowedTo,
  type NumberedRow,
  readEvents,
  readTurnMarks,
  type TurnMark,
} from './events.ts';
import { readLiveTexts, type ReadPiece, type ReadTo } from './live-texts.ts';
import type { Database } from './tables.ts';

/** What happens in runs, as followers are told. */
export interface EventStore {
  log: EventLog;
  /** The next events of each follower, at most `limit` a follower, in order. */
  read(followed: readonly FollowedTo[], limit: number): Promise<NumberedRow[][]>;
  /** What the turns began and ended with, up to where each follower stands. */
  readTurnMarks(followed: readonly FollowedTo[]): Promise<TurnMark[][]>;
  readLiveTexts(read: readonly ReadTo[]): Promise<ReadPiece[]>;
}

export function eventStore(db: Database, log: EventLog): EventStore {
  return {
    log,
    read: (followed, limit) => readEvents(db, followed, limit),
    readTurnMarks: (followed) => readTurnMarks(db, followed),
    readLiveTexts: (read) => readLiveTexts(db, read),
  };
}
