import { WorkflowNotFoundError } from '@temporalio/client';
import type { StepResult } from '../../core/kinds/step.ts';
import type { ClientParts } from './client-parts.ts';
import { fillResult } from './fill-result.ts';
import { resultOfFailure } from './result-of-failure.ts';
import { presented } from '../../core/kinds/results.ts';
import { unknownRun } from './unknown-run.ts';

/** A run that has been started. */
export class RunHandle<R = StepResult<string>> {
  readonly id: string;
  readonly #parts: ClientParts;

  constructor(parts: ClientParts, id: string) {
    this.#parts = parts;
    this.id = id;
  }

  /** The run in Temporal's Web UI; `null` when its address is not known. */
  get url(): string | null {
    const { webUrl, temporal } = this.#parts;
    if (webUrl === null) return null;
    const namespace = encodeURIComponent(temporal.options.namespace);
    return `${webUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(this.id)}`;
  }

  /**
   * Waits for the run to end. A run that failed gives its result too, with `success: false`, its
   * `error`, and whatever was finished.
   *
   * @throws `Input.Invalid` when there is no such run
   */
  async result(): Promise<R> {
    const wire = await this.#wireResult();
    return presented(await fillResult(this.#parts, wire)) as R;
  }

  /** Cancels the run, its children and their calls; `result()` then ends with `Run.Cancelled`. */
  async cancel(): Promise<void> {
    await this.#known(() => this.#parts.temporal.workflow.getHandle(this.id).cancel());
  }

  async #wireResult(): Promise<StepResult> {
    return await this.#known(async () => {
      try {
        return (await this.#parts.temporal.workflow.getHandle(this.id).result()) as StepResult;
      } catch (error) {
        return await resultOfFailure(this.#parts.temporal, this.id, error);
      }
    });
  }

  async #known<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      throw unknownRun(this.id);
    }
  }
}
