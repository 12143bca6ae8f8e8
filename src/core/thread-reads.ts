/** A conversation that outlives runs, as a list shows it. */
export interface ListedThread {
  id: string;
  /** How many messages it holds. */
  messages: number;
  /** ISO 8601. */
  createdAt: string;
  /** Whose it is: the user of its first writer; `null`: nobody's. */
  user: string | null;
}

/** A message of a thread. */
export interface ThreadMessage {
  id: string;
  /** From 1, without gaps. */
  sequence: number;
  /** Who said it: the agent's name, or `user`. */
  author: string;
  role: 'user' | 'assistant';
  content: string;
  /** Id of the run it is from; `null`: it is from none. */
  run: string | null;
  /** ISO 8601. */
  at: string;
}

/** Which threads: the newest first, from behind the `next` of the page before. */
export interface ThreadsWanted {
  limit: number;
  after?: string | undefined;
  /** Only those of somebody. */
  user?: string | undefined;
}

/** Some of the threads. */
export interface ThreadsPage {
  threads: ListedThread[];
  /** `null`: there are no more. */
  next: string | null;
}

/** Which messages of a thread, the oldest first. */
export interface MessagesWanted {
  thread: string;
  limit: number;
  /** Sequence that they begin behind. */
  after?: number | undefined;
}

/** Some of the messages of a thread. */
export interface MessagesPage {
  /** Fewer than wanted where they are long. */
  messages: ThreadMessage[];
  /** `after` of the next page; `null`: there are no more now. */
  next: number | null;
}

/** A thread that a run is to write into. */
export interface ThreadClaim {
  thread: string;
  /** Whose the run is; `null`: nobody's. */
  user: string | null;
  /** Names the start that is under way, so that it can be given back. Default: it cannot. */
  start?: string | undefined;
}

/** What is asked about threads from outside of runs. */
export interface ThreadReads {
  /** Whose a thread is: who comes first has it. `null`: nobody's. */
  claim(claimed: ThreadClaim): Promise<string | null>;
  /**
   * A start that has claimed a thread was refused: where no other has claimed it, and nobody has written
   * into it, it is nobody's again. Once is as good as twice.
   */
  giveBack(claimed: { thread: string; start: string }): Promise<void>;
  /** Whose a thread is; `undefined`: there is none. */
  owner(thread: string): Promise<string | null | undefined>;
  list(wanted: ThreadsWanted): Promise<ThreadsPage>;
  messages(wanted: MessagesWanted): Promise<MessagesPage>;
}

/** One of these questions, as a worker is asked it. */
export type ThreadQuestion = {
  [Name in keyof ThreadReads]: { ask: Name; about: Parameters<ThreadReads[Name]>[0] };
}[keyof ThreadReads];
