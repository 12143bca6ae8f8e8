import { z } from 'zod';
import { type Duration, toMs } from '../../core/durations.ts';
import { isMemoryTool } from '../../core/memory-tools.ts';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import { timeoutSchema } from '../../core/timeout-schema.ts';
import type { ToolContext } from './tool-context.ts';
import { inputProblem, type ObjectSchema, parametersOf } from './tool-parameters.ts';

/** A tool as it is written. */
export interface ToolOptions<S extends ObjectSchema = ObjectSchema> {
  /** What the model calls it by: 1 to 64 letters, digits, `_` and `-`. */
  name: string;
  /** For the model: what it does, and when to use it. */
  description: string;
  /** The arguments, an object schema of Zod 4 or zod/mini, checked before `execute`; field descriptions reach the model. */
  input: S;
  /**
   * Does the work, without a `this`. A string is given to the model as it is, anything else as JSON, nothing as
   * `done`. What it throws is tried again, and told to the model when the attempts are used up;
   * throw `ApplicationFailure.nonRetryable(…)` where trying again cannot help.
   */
  execute: (this: void, args: z.output<S>, context: ToolContext) => unknown;
  /** For one attempt. Default `'60s'`. */
  timeout?: Duration;
  /** Attempts at most, the first included, 1 to 100. A worker's crash uses one up. Default 3. */
  maxAttempts?: number;
  /**
   * Whether a person has to allow each call before it is made; a function is asked once a call, with
   * what `execute` would get, and what it said is kept. Where it fails, approval is needed. Default `false`.
   */
  needsApproval?:
    | boolean
    | ((this: void, args: z.output<S>, context: ToolContext) => boolean | Promise<boolean>);
  /**
   * Whether the simulated model, which invents the arguments, calls it: `true` in every
   * conversation, `false` never. Default: where the user's message or the agent's instructions name it.
   */
  simulate?: boolean;
}

/** A lock that is held while a tool runs: one a value of an argument. */
export interface ToolLock {
  namespace: string;
  keyArg: string;
  /** Milliseconds that a call waits for it at most. */
  waitMs: number;
}

/** A tool, to be registered on a worker. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: ObjectSchema;
  /** JSON Schema of `input`. */
  readonly parameters: Record<string, unknown>;
  readonly execute: (args: Record<string, unknown>, context: ToolContext) => unknown;
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  /** See `ToolOptions`; left out: no call needs one. */
  readonly needsApproval?:
    | boolean
    | ((args: Record<string, unknown>, context: ToolContext) => unknown)
    | undefined;
  /** `null`: none. */
  readonly lock: ToolLock | null;
  /** See `ToolOptions`. */
  readonly simulate?: boolean | undefined;
}

/**
 * Defines a tool that agents may use. Register it on a worker (`local({ tools: [weather] })`, or
 * `--register module.js` with `export const tools = [weather]`) and name it in an agent's `tools`.
 * Each call is an activity, with a timeout, retries and a heartbeat; cancelling the run aborts
 * `context.signal`.
 *
 * @throws `Input.Invalid` for a bad name, timeout or number of attempts, an input that is no object
 *   schema, and a field that no JSON can be sent for, such as `z.map()`
 */
export function defineTool<S extends ObjectSchema>(options: ToolOptions<S>): Tool {
  const given: { name?: unknown } | null = options;
  const what = `tool '${typeof given?.name === 'string' ? given.name : '(no name)'}'`;
  const read = parseInput(optionsSchema, options, what);
  const { name, description, timeout, maxAttempts, simulate } = read;
  const { input, execute, needsApproval } = options;
  const described = parametersOf(input);
  if ('problems' in described) throw invalidInput(what, described.problems);
  return {
    name,
    description,
    input,
    parameters: described.parameters,
    execute: execute as Tool['execute'],
    timeoutMs: toMs(timeout),
    maxAttempts,
    lock: null,
    simulate,
    ...(needsApproval === undefined || needsApproval === false
      ? {}
      : { needsApproval: needsApproval as NonNullable<Tool['needsApproval']> }),
  };
}

const optionsSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'a name has 1 to 64 letters, digits, _ and -')
    .refine((name) => !isMemoryTool(name), {
      error: ({ input }) => `'${String(input)}' is built in: choose another name`,
    }),
  description: z
    .string()
    .refine((text) => text.trim() !== '', 'the model needs to be told what it does'),
  input: z.custom((value) => inputProblem(value) === null, {
    error: ({ input }) => inputProblem(input) ?? undefined,
  }),
  execute: z.custom<Tool['execute']>((value) => typeof value === 'function', 'expected a function'),
  timeout: timeoutSchema.default('60s'),
  maxAttempts: z
    .int('expected a whole number from 1 to 100')
    .min(1, 'expected a whole number from 1 to 100')
    .max(100, 'expected a whole number from 1 to 100')
    .default(3),
  simulate: z.boolean().optional(),
  needsApproval: z
    .custom<unknown>((value) => ['boolean', 'function', 'undefined'].includes(typeof value), {
      error: 'expected true, false or a function',
    })
    .optional(),
} satisfies Record<keyof ToolOptions, z.ZodType>);
