import { z } from 'zod';
import { type Duration, readDuration, toMs } from '../../core/durations.ts';
import { isMemoryTool } from '../../core/memory-tools.ts';
import { invalidInput, type InputProblem } from '../../core/parse-input.ts';
import type { ToolContext } from './tool-context.ts';

/** A tool as it is written. */
export interface ToolOptions<S extends z.ZodObject = z.ZodObject> {
  /** What the model calls it by: 1 to 64 letters, digits, `_` and `-`. */
  name: string;
  /** For the model: what it does, and when to use it. */
  description: string;
  /** The arguments, checked before `execute`; field descriptions reach the model. */
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
  readonly input: z.ZodObject;
  /** JSON Schema of `input`. */
  readonly parameters: Record<string, unknown>;
  readonly execute: (args: Record<string, unknown>, context: ToolContext) => unknown;
  readonly timeoutMs: number;
  readonly maxAttempts: number;
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
 * @throws `Input.Invalid` for a bad name, timeout or number of attempts, or an input that is no
 *   object schema
 */
export function defineTool<S extends z.ZodObject>(options: ToolOptions<S>): Tool {
  const { name, description, input, timeout = '60s', maxAttempts = 3 } = options;
  const problems = problemsOf(options);
  if (problems.length > 0) throw invalidInput(`tool '${name}'`, problems);
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: 'input' });
  return {
    name,
    description,
    input,
    parameters,
    execute: options.execute as Tool['execute'],
    timeoutMs: toMs(timeout),
    maxAttempts,
    lock: null,
    simulate: options.simulate,
  };
}

const toolName = /^[\w-]{1,64}$/;

function problemsOf(options: ToolOptions): InputProblem[] {
  const { name, description, input, timeout = '60s', maxAttempts = 3 } = options;
  const isFunction = typeof options.execute === 'function';
  const read = readDuration(timeout);
  const wrong: [boolean, string, string][] = [
    [!toolName.test(name), 'name', 'a name has 1 to 64 letters, digits, _ and -'],
    [isMemoryTool(name), 'name', `'${name}' is built in: choose another name`],
    [!description?.trim(), 'description', 'the model needs to be told what it does'],
    [!isObjectSchema(input), 'input', 'expected an object schema: z.object({ … })'],
    ['problem' in read, 'timeout', 'problem' in read ? read.problem : ''],
    [
      !(Number.isInteger(maxAttempts) && maxAttempts >= 1 && maxAttempts <= 100),
      'maxAttempts',
      'expected a whole number from 1 to 100',
    ],
    [!isFunction, 'execute', 'expected a function'],
    [!isSwitch(options.simulate), 'simulate', 'expected true or false'],
  ];
  return wrong.filter(([is]) => is).map(([, path, message]) => ({ path, message }));
}

function isSwitch(value: unknown): boolean {
  return value === undefined || typeof value === 'boolean';
}

function isObjectSchema(input: unknown): boolean {
  return input instanceof z.ZodObject;
}
