import { log, setCurrentDetails } from '@temporalio/workflow';
import type { Text } from '../../core/content.ts';
import type { EventBody } from '../../core/events.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import type { CallOwner, ModelReply } from '../../core/model-call.ts';
import { pathInside } from '../../core/step-path.ts';
import { RunDetails } from '../../core/web-ui/run-details.ts';
import type { StepsSoFar } from '../../core/web-ui/spent-so-far.ts';

/**
 * Shows in the Web UI how a workflow goes, by no command: nothing of it stands in a history. What happens
 * at one time is shown at once.
 */
export class ShownDetails {
  readonly #details: RunDetails;
  /** Path of the workflow in its run. */
  readonly #own: string;
  #isShown = true;

  /**
   * @param spec `null`: of a user's own workflow
   * @param before where it goes on with a run
   */
  constructor({ run, workflow }: CallOwner, spec: Step | null, before?: StepsSoFar) {
    this.#details = new RunDetails(spec, before);
    this.#own = pathInside(workflow, run) ?? '';
  }

  /** @param path in the run */
  hear(path: string, event: EventBody<Text>): void {
    const inside = path === this.#own ? '' : pathInside(path, this.#own);
    if (inside !== null) this.#change(() => this.#details.hear(event, inside));
  }

  /** @param path in the workflow; `''`: the workflow's own step has ended */
  ended(result: StepResult, path: string): void {
    this.#change(() => this.#details.add(result, path));
  }

  said(reply: ModelReply): void {
    this.#details.said(reply);
  }

  /** For the run that this one continues as. */
  get soFar(): StepsSoFar {
    return this.#details.soFar;
  }

  /** A run does not fail because it cannot be shown. */
  #change(change: () => boolean): void {
    try {
      if (!change() || !this.#isShown) return;
      this.#isShown = false;
      void this.#showNext();
    } catch (error) {
      cannotShow(error);
    }
  }

  async #showNext(): Promise<void> {
    await Promise.resolve(); // what else happens now
    this.#isShown = true;
    try {
      setCurrentDetails(this.#details.toString());
    } catch (error) {
      cannotShow(error);
    }
  }
}

function cannotShow(error: unknown): void {
  log.warn('what the Web UI shows of the run is not up to date', { error });
}
