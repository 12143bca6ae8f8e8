import { Failure } from '../../core/failure-types.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import type { StepError } from '../../core/results.ts';

/** What ends a run although the patterns in it go on past a step that has failed. */
export class Halt {
  #error: StepError | null = null;
  readonly #cancels = new Set<() => void>();

  /** Why the run ends; `null`: it goes on. */
  get error(): StepError | null {
    return this.#error;
  }

  /** Ends the run: what is under way is cancelled, and nothing is started any more. */
  stop(error: StepError): void {
    if (this.#error !== null) return;
    this.#error = error;
    for (const cancel of this.#cancels) cancel();
  }

  /** Heeds how a step has ended, here or in a run inside this one. */
  heed<R extends Pick<StepResult, 'error'>>(result: R): R {
    if (result.error?.type === Failure.checkStopped) this.stop(result.error);
    return result;
  }

  /** Does something that `cancel` reaches when the run ends. What it gives is passed on as it is. */
  during<T>(cancel: () => void, work: () => Promise<T>): Promise<T> {
    this.#cancels.add(cancel);
    const made = work();
    const end = () => this.#cancels.delete(cancel);
    made.then(end, end);
    return made;
  }

  /** Why the other steps of the run do not go on; `undefined`: they do. */
  readonly stopped = (): StepError | undefined => {
    if (this.#error === null) return undefined;
    const message = `stopped, as the run was: ${this.#error.message}`;
    return { type: Failure.runCancelled, message, retryable: false };
  };

  /** The result of the run: with the error that has ended it, and all that was finished. */
  ending<R extends StepResult>(result: R): R {
    const error = this.#error;
    if (error === null) return result;
    return { ...result, success: false, content: null, error };
  }
}
