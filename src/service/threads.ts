import { threadsThroughWorker } from '../client/memory/threads.ts';
import type { AgentsClient } from '../client/runs/agents-client.ts';
import type { ThreadReads } from '../core/thread-reads.ts';

/** Conversations that outlive runs: whose they are, and what is in them. */
export type Threads = ThreadReads;

/** Those that a client reaches: in its own store, or through a worker. */
export function threadsOf({ parts }: AgentsClient): Threads {
  return parts.threads ?? threadsThroughWorker(parts);
}
