import type { AgentSpec } from '../core/kinds/agent/types.ts';
import type { Transform } from '../core/kinds/pipeline/types.ts';
import type { Step, StepResult } from '../core/kinds/step.ts';
import type { Text } from '../core/content.ts';
import type { StepError, StepIdentity } from '../core/results.ts';
import { remaining } from './runtime/deadlines.ts';
import { makeStepContext, type Runtime } from './runtime/make-step-context.ts';
import type {
  Closure,
  ReplyReader,
  StepContext,
  StepOptions,
  Transformed,
  TypedReply,
} from './runtime/step-context.ts';
import { bound, type StepScope } from './runtime/step-scope.ts';
import { ownRun } from './workflow-of.ts';

/**
 * A step context with the members it had before 0.2.
 *
 * @deprecated use `StepContext`; it goes with the release after this one
 */
export interface Call extends Omit<StepContext, 'step' | 'ask' | 'transform'> {
  /** @deprecated `identity` */
  readonly made: StepIdentity;
  /** The third argument of a `StepContext`, or, deprecated, only its path. */
  step(step: Step, input: Text, options?: string | Partial<StepOptions>): Promise<StepResult>;
  ask: StepContext['ask'] &
    (<T>(
      agent: AgentSpec,
      input: Text,
      path: string,
      read: ReplyReader<T>,
    ) => Promise<TypedReply<T>>);
  transform(
    transform: Transform | Closure,
    input: Text,
    options: string | StepOptions,
  ): Promise<Transformed>;
  /** The text as a string. */
  read(text: Text): Promise<string>;
  /** @deprecated `offload` */
  keep(text: Text, path: string): Promise<Text>;
  /** @deprecated the option `timeout` of a step, or `scope` */
  within(timeoutMs: number): Call;
  /** @deprecated */
  left(): number;
  /** @deprecated `scope` */
  stoppable<T>(body: (call: Call, stop: (reason: StepError) => void) => Promise<T>): Promise<T>;
}

/**
 * The context of a user's own workflow, under the name and with the members it had before 0.2.
 *
 * @deprecated use `stepContext`; it goes with the release after this one
 */
export function callsOf(name: string, options: { context?: string; user?: string } = {}): Call {
  const { runtime, scope } = ownRun(name, options);
  return callIn(runtime, scope);
}

function callIn(runtime: Runtime, scope: StepScope): Call {
  const ctx = makeStepContext(runtime, scope);
  const { host } = runtime.run;
  return {
    ...ctx,
    made: ctx.identity,
    step: (step, input, options) => ctx.step(step, input, pathOption(options)),
    ask: <T>(
      agent: AgentSpec,
      input: Text,
      options: string | (StepOptions & { read: ReplyReader<T> }),
      read?: ReplyReader<T>,
    ) =>
      ctx.ask<T>(
        agent,
        input,
        typeof options === 'string' ? { path: options, read: read ?? unread } : options,
      ),
    transform: (transform, input, options) =>
      ctx.transform(transform, input, typeof options === 'string' ? { path: options } : options),
    read: (text) => host.read(text),
    keep: (text, path) => ctx.offload(text, path),
    within: (ms) => callIn(runtime, bound(scope, ms)),
    left: () => remaining(scope).ms,
    stoppable: (body) =>
      host.cancellable((cancel) => {
        let why: StepError | undefined;
        const stopped = () => why ?? scope.stopped();
        return body(callIn(runtime, { ...scope, stopped }), (reason) => {
          why ??= reason;
          cancel();
        });
      }),
  };
}

function pathOption(options: string | Partial<StepOptions> | undefined): Partial<StepOptions> {
  return typeof options === 'string' ? { path: options } : { ...options };
}

function unread(): { ok: false; reason: string } {
  return { ok: false, reason: 'there is nobody to read it' };
}
