import type { Client } from '@temporalio/client';
import { checkStep } from '../../core/kinds/check-step.ts';
import type { Serving } from '../../core/serving.ts';
import type { Step } from '../../core/kinds/step.ts';
import { awaitWorkers } from './pollers.ts';
import { type Defaults, prepareStep } from './prepare-step.ts';
import type { RunResultOf } from './run-result.ts';
import { RunHandle } from './run-handle.ts';
import { type RunOptions, startRun } from './start-run.ts';
import type { StepLike } from './step-like.ts';
import { UserContext } from '../memory/user-context.ts';

/** What an `AgentsClient` is made of; `connect()` and `local()` make it. */
export interface ClientParts {
  temporal: Client;
  /** Task queue on which runs are started. */
  queue: string;
  /** Task queue of what any process with the store serves: reading texts, user contexts. */
  sharedQueue: string;
  /** Base address of Temporal's Web UI, `null` when it is not known. */
  webUrl: string | null;
  /** For agents that name no provider or model. */
  defaults: Defaults;
  /** What the workers can do, where the client knows it: specs are then checked before they start. */
  serving: Serving | null;
  /** @see RunInput.heartbeatTimeoutMs; `null`: its default. */
  heartbeatTimeoutMs?: number | null;
  close: () => Promise<void>;
}

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
  prepare(step: StepLike, options: Partial<Defaults> = {}): Step {
    const spec = prepareStep(step, { ...this.parts.defaults, ...options });
    if (this.parts.serving !== null) checkStep(spec, this.parts.serving);
    return spec;
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
    const spec = this.prepare(step, definedDefaults(options));
    const { temporal, queue, serving } = this.parts;
    if (serving === null) await awaitWorkers(temporal, queue, spec);
    const id = await startRun(this.parts, { spec, input, options });
    return this.handle(id);
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

  /** A run that was started earlier, by its id. */
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

  async close(): Promise<void> {
    await this.parts.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function definedDefaults({ provider, model }: RunOptions): Partial<Defaults> {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
  };
}
