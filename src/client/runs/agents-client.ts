import type { MapResult } from '../../core/kinds/map/types.ts';
import type { Step } from '../../core/kinds/step.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import { inbox, type InboxOptions } from '../questions/inbox.ts';
import { checkRun } from './check-run.ts';
import type { ClientParts } from './client-parts.ts';
import { prepareRun, refuseRun } from './prepare-run.ts';
import type { Defaults } from './prepare-step.ts';
import { resumeFailed } from './resume-failed.ts';
import type { RunResultOf } from './run-result.ts';
import { RunHandle } from './run-handle.ts';
import type { RunOptions } from './run-options.ts';
import { Runs } from './runs.ts';
import { startRun } from './start-run.ts';
import type { StepLike } from './step-like.ts';
import { UserContext } from '../memory/user-context.ts';

/** Starts runs and finds them again. Made by `connect()` (a cluster) or `local()` (embedded). */
export class AgentsClient implements AsyncDisposable {
  readonly parts: ClientParts;

  constructor(parts: ClientParts) {
    this.parts = parts;
  }

  /**
   * Reads a step and checks it, without starting anything.
   *
   * @throws `Input.Invalid`, naming the path of each problem
   */
  prepare(step: StepLike, { provider, model }: Partial<Defaults> = {}): Step {
    const options = { provider, model: model ?? undefined };
    const checked = checkRun({ step, input: null, options }, this.parts);
    if (checked.ok) return checked.spec;
    throw refuseRun(checked.problems);
  }

  /**
   * Starts a run. An `id` that exists already is attached to when its spec and input are the same.
   *
   * @throws `Input.Invalid` for a bad spec, an empty input or an id that is taken
   * @throws `Payload.TooLarge` for an input that no run can take
   * @throws `Worker.Unconfigured` when nobody serves a queue that the run needs
   */
  async start<S extends StepLike>(
    step: S,
    input: string,
    options: RunOptions = {},
  ): Promise<RunHandle<RunResultOf<S>>> {
    const run = prepareRun({ step, input, options }, this.parts);
    await startRun(this.parts, run);
    return this.handle(run.id);
  }

  /** Starts a run and waits for its result, which says whether it succeeded. */
  async run<S extends StepLike>(
    step: S,
    input: string,
    options: RunOptions = {},
  ): Promise<RunResultOf<S>> {
    const handle = await this.start(step, input, options);
    return await handle.result();
  }

  /**
   * Does again what failed, or was not tried, in an ended run of a map: starts the run `ID~2`, or after that
   * `ID~3`. What succeeded stays and is not called again; its result is that of all items.
   *
   * @throws `Input.Invalid` when there is no such run, it goes on, it is of another kind, or nothing failed
   */
  async resumeFailed(id: string): Promise<RunHandle<MapResult<string>>> {
    return this.handle(await resumeFailed(this.parts, id));
  }

  /**
   * A run that was started earlier, by its id.
   *
   * @throws `Input.Invalid` for an id that is not a text, or is empty
   */
  handle<R = RunResultOf<StepLike>>(id: string): RunHandle<R> {
    return new RunHandle<R>(this.parts, id);
  }

  /**
   * What is known of a user, to be read and written.
   *
   * @param setBy who the facts are said to come from. Default `client`
   * @throws `Input.Invalid` for an id that is empty, over 200 characters or has control characters
   */
  user(id: string, setBy?: string): UserContext {
    return new UserContext(this.parts, id, setBy);
  }

  /** The runs that there are. */
  get runs(): Runs {
    return new Runs(this.parts);
  }

  /**
   * The questions that wait for people over all runs, the oldest first; answer them with
   * `client.handle(question.run)`. No worker has to run.
   *
   * @throws `Input.Invalid` for an option that is none
   */
  async inbox(options: InboxOptions = {}): Promise<WaitingQuestion[]> {
    return await inbox(this.parts.temporal, options);
  }

  async close(): Promise<void> {
    await this.parts.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
