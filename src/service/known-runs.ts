import type { Client } from '@temporalio/client';
import { recordedUser } from '../client/progress/recorded-user.ts';
import type { RunStatus } from '../client/progress/run-progress.ts';
import { describeWorkflow } from '../client/runs/describe-workflow.ts';
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

/**
 * Looks up runs in Temporal. Whoever asks for the same run while it is looked up shares the look-up: a
 * thousand readers that come at once are one question.
 */
export class KnownRuns {
  readonly #temporal: Client;
  readonly #asked = new Map<string, Promise<KnownRun>>();

  constructor(temporal: Client) {
    this.#temporal = temporal;
  }

  /** @throws `Input.Invalid` when there is no such run */
  async find(id: string): Promise<KnownRun> {
    const asked = this.#asked.get(id) ?? this.#look(id);
    this.#asked.set(id, asked);
    return await asked;
  }

  async #look(id: string): Promise<KnownRun> {
    try {
      const { type, status, typedSearchAttributes } = await describeWorkflow(this.#temporal, id);
      if (!isKind(type)) throw unknownRun(id);
      const user = typedSearchAttributes.get(userAttribute) ?? null;
      return {
        id,
        status: statusOf[status.name],
        user: user ?? (await recordedUser(this.#temporal, id)),
      };
    } finally {
      this.#asked.delete(id);
    }
  }
}
