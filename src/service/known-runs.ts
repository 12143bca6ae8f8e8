import type { Client } from '@temporalio/client';
import { recordedUser } from '../client/progress/recorded-user.ts';
import type { RunStatus } from '../client/progress/run-progress.ts';
import { describeWorkflow } from '../client/runs/describe-workflow.ts';
import { SharedLooks } from '../client/runs/shared-looks.ts';
import { statusOf } from '../client/runs/list-runs.ts';
import { unknownRun } from '../client/runs/unknown-run.ts';
import { isKind } from '../core/kinds/registry.ts';
import { userAttribute } from '../core/search-attributes.ts';

/** What is known of a run without reading its history. */
export interface KnownRun {
  id: string;
  status: RunStatus;
  /** Whose it is; `null`: nobody's. */
  user: string | null;
}

/** How old a look may be for who follows a run: that it has ended it hears anyway. In ms. */
export const justBeforeMs = 250;

/**
 * Looks up runs in Temporal. Whoever asks for the same run while it is looked up shares the look: a
 * thousand readers that come at once are a few questions.
 */
export class KnownRuns {
  readonly #temporal: Client;
  readonly #looks = new SharedLooks<KnownRun>(justBeforeMs);

  constructor(temporal: Client) {
    this.#temporal = temporal;
  }

  /**
   * What is known of a run.
   *
   * @param maxAgeMs how old it may be, up to 250
   * @throws `Input.Invalid` when there is no such run
   */
  async find(id: string, maxAgeMs = 0): Promise<KnownRun> {
    return await this.#looks.find(id, () => this.#look(id), maxAgeMs);
  }

  async #look(id: string): Promise<KnownRun> {
    const { type, status, typedSearchAttributes } = await describeWorkflow(this.#temporal, id);
    if (!isKind(type)) throw unknownRun(id);
    const user = typedSearchAttributes.get(userAttribute);
    return {
      id,
      status: statusOf[status.name],
      user: user ?? (await recordedUser(this.#temporal, id)),
    };
  }
}
