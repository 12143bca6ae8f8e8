import type { Kysely } from 'kysely';
import type { ItemState } from '../../core/list-items.ts';

/** One text of a conversation, stored once. */
export interface MessagesTable {
  id: string;
  /** Who said it: the agent's name, or `user`. */
  author: string;
  /** `tool`: what came of a tool call. */
  role: 'user' | 'assistant' | 'tool';
  content: string;
  /** UTF-8 bytes of `content`. */
  bytes: number;
  /** Workflow id of the outermost run; `''`: it is from none. */
  run: string;
  /** The turn as JSON, of a reply that asks for tools. */
  turn: string | null;
  /** ISO 8601, as every time in the store. */
  created_at: string;
}

/** One row a thread: who appends to it holds the row meanwhile. */
interface ThreadsTable {
  id: string;
  /** Number of the last message. */
  last_sequence: number;
  created_at: string;
  /** The user of its first writer; `''`: nobody; `null`: it was not asked yet. */
  owner: string | null;
  /** Starts that have claimed it and may be refused yet, as JSON; `null`: its owner stays. */
  claims: string | null;
}

/** Which messages a thread holds, and in which order. */
interface ThreadMessagesTable {
  thread: string;
  /** From 1, without gaps. */
  sequence: number;
  message_id: string;
}

/** Where prompts begin that do not hold the whole thread. */
interface ThreadCutsTable {
  thread: string;
  /** Number of the last message that is left out. */
  up_to: number;
  /** Message that sums up what is left out; `null`: there is none. */
  summary_id: string | null;
  created_at: string;
}

/** The ledger: one row a model call, whatever number of attempts it takes. */
export interface ModelCallsTable {
  execution: string;
  step: string;
  number: number;
  request_hash: string;
  run: string;
  workflow: string;
  user: string | null;
  agent: string;
  provider: string;
  /** As asked for until the reply names its own. */
  model: string;
  /** A crashed or cancelled call stays `started`: whether it was paid for is not known. */
  status: 'started' | 'completed' | 'failed';
  /** Attempts that the provider failed. */
  failures: number;
  message_id: string | null;
  /** `CallInput` as JSON. */
  input: string | null;
  input_tokens: number;
  output_tokens: number;
  cached_tokens: number;
  cache_write_tokens: number;
  reasoning_tokens: number;
  /** US dollars; `null`: not known. */
  cost: number | null;
  /** 0 or 1: neither driver nor every database has booleans. */
  simulated: number;
  /** `ReplyProblem` as JSON. */
  problem: string | null;
  /** `ReplyWarning[]` as JSON; `null`: none. */
  warnings: string | null;
  duration_ms: number | null;
  started_at: string;
  completed_at: string | null;
  error_type: string | null;
}

/** One row a lock, for ever. Times are milliseconds by the database's clock. */
interface LocksTable {
  namespace: string;
  key: string;
  /** Of the last grant; 0 before the first. */
  fencing: number;
  /** Of the last grant. Where the next one follows it directly, nobody has queued since. */
  ticket: number;
  next_ticket: number;
  /** Whose grant it is; `null` when the lock was released. */
  request_id: string | null;
  /** Which attempt of that request. */
  token: string | null;
  /** Who, for people. */
  holder: string | null;
  acquired_at: number | null;
  expires_at: number | null;
}

/** Who waits for a lock: a request once. */
interface LockWaitersTable {
  namespace: string;
  key: string;
  request_id: string;
  token: string;
  ticket: number;
  holder: string;
  since: number;
  /** From then on the waiter counts as gone. */
  expires_at: number;
}

/** Calls that are to be stopped; a row is kept for an hour. */
interface StopRequestsTable {
  /** Run id of the workflow that makes them. */
  run_id: string;
  /** First-execution run id, or the beginning of a step path after it. */
  scope: string;
  /** Milliseconds by the database's clock. */
  requested_at: number;
}

/** What an endpoint was found to take with a model. */
interface EndpointAbilitiesTable {
  api: string;
  /** Base URL. */
  address: string;
  model: string;
  /** Name of a field of `Capabilities`. */
  ability: string;
  /** As JSON. */
  value: string;
  /** Milliseconds by the database's clock. */
  learnt_at: number;
}

/** What happens in a run, in order. */
export interface EventsTable {
  /** Workflow id of the outermost run. */
  run: string;
  /** From 1, without gaps. */
  seq: number;
  /** @see ToldEvent.key */
  key: string;
  path: string;
  type: string;
  /** The model call that it is of; `null`: of none. */
  call: string | null;
  /** The rest of its `EventBody<Text>`, as JSON. */
  data: string;
  at: string;
}

/** What a model is saying, and the arguments that it writes for tools, until its reply is stored. */
interface LiveTextsTable {
  /** Key of the event that the text began with; of arguments: `argumentsOf` it. */
  turn: string;
  /** Where the piece begins and ends in the text; UTF-16 units. */
  start: number;
  stop: number;
  /** Of arguments: the `ArgumentsPart`s that it consists of, as JSON. */
  text: string;
  /** The model call. */
  call: string;
  at: string;
}

/** A list that a step works on. */
interface ListsTable {
  /** First-execution run id of the workflow of its step, and the step's path in that. */
  id: string;
  /** Id of the step: the workflow id of the run, and its path in it. */
  step: string;
  /** Workflow id of the outermost run. */
  run: string;
  /** `null`: it is not stored whole yet. */
  total: number | null;
  created_at: string;
}

/** An item of a list, and what came of it. */
export interface ListItemsTable {
  list: string;
  /** From 1, without gaps. */
  position: number;
  state: ItemState;
  /** Id of the message that it is. */
  input: string;
  /** UTF-8 bytes of that. */
  bytes: number;
  /** `Text` as JSON. */
  content: string | null;
  /** `StepError` as JSON. */
  error: string | null;
  /** US dollars; `null`: not known. */
  cost: number | null;
}

export interface Tables {
  lists: ListsTable;
  list_items: ListItemsTable;
  events: EventsTable;
  live_texts: LiveTextsTable;
  messages: MessagesTable;
  threads: ThreadsTable;
  thread_messages: ThreadMessagesTable;
  thread_cuts: ThreadCutsTable;
  model_calls: ModelCallsTable;
  locks: LocksTable;
  lock_waiters: LockWaitersTable;
  stop_requests: StopRequestsTable;
  endpoint_abilities: EndpointAbilitiesTable;
}

/** The database, or a transaction in it. */
export type Database = Kysely<Tables>;
