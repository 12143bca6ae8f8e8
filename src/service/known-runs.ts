import type { Client } from '@temporalio/client';
import { recordedUser } from '../client/progress/recorded-user.ts';
import type { RunStatus } from '../client/progress/run-progress.ts';
import { statusOf } from '../client/runs/list-runs.ts';
import { justBeforeMs, lookAtRun } from '../client/runs/run-look.ts';
import { SharedLooks } from '../client/runs/shared-looks.ts';
import { unknownRun } from '../client/runs/unknown-run.ts';
import { isKind } from '../core/kinds/registry.ts';
import { userAttribute } from '../core/search-attributes.ts';

/** How long it is remembered whose a run is: that never changes. In ms. */
const userKeptMs = 60_000;

/** Looks up runs in Temporal, without reading their histories. */
export class KnownRuns {
  readonly #temporal: Client;
  readonly #users = new SharedLooks<string | null>(userKeptMs);

  constructor(temporal: Client) {
    this.#temporal = temporal;
  }

  /**
   * How a run stands.
   *
   * @param maxAgeMs how old that may be, up to 250
   * @throws `Input.Invalid` when there is no such run
   */
  async status(id: string, maxAgeMs: number): Promise<RunStatus> {
    const { type, status } = await lookAtRun(this.#temporal, id, maxAgeMs);
    if (!isKind(type)) throw unknownRun(id);
    return statusOf[status.name];
  }

  /**
   * Whose a run is; `null`: nobody's.
   *
   * @throws `Input.Invalid` when there is no such run
   */
  async user(id: string): Promise<string | null> {
    return await this.#users.find(id, async () => await this.#readUser(id), userKeptMs);
  }

  async #readUser(id: string): Promise<string | null> {
    const { typedSearchAttributes } = await lookAtRun(this.#temporal, id, justBeforeMs);
    return typedSearchAttributes.get(userAttribute) ?? (await recordedUser(this.#temporal, id));
  }
}
