import { type ListedRun, type ListOptions, pageRuns, type RunPage } from './list-runs.ts';
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
    return (await this.page(options)).runs;
  }

  /**
   * The same, and where the next page begins: `page({ after: next })`. Runs that begin meanwhile move
   * no page.
   *
   * @throws `Input.Invalid` for an option that is none
   */
  async page(options: ListOptions = {}): Promise<RunPage> {
    return await pageRuns(this.#client, options);
  }
}
