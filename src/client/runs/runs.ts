import { type ListedRun, type ListOptions, listRuns } from './list-runs.ts';
import type { ServerClient } from './server-client.ts';

/** The runs of a server. */
export class Runs {
  readonly #client: ServerClient;

  constructor(client: ServerClient) {
    this.#client = client;
  }

  /**
   * The runs that there are, the newest first: outermost ones, of any client.
   *
   * @throws `Input.Invalid` for an option that is none
   */
  async list(options: ListOptions = {}): Promise<ListedRun[]> {
    return await listRuns(this.#client, options);
  }
}
