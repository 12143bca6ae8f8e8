import type { RunEvent } from '../../../../core/events.ts';

/** Where an AG-UI run stands in ours. */
export interface Place {
  /** Our run: begins the ids of all its messages, so that they are its own in the whole conversation. */
  run: string;
  /**
   * Step whose text is the answer, `''` a run of one agent; `null`: none says it, it comes at the end.
   * What it says is the team's; what the others say is said by its agents.
   */
  answerPath: string | null;
}

/** An event of one of these types. */
export type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;
