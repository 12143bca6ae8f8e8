import { z } from 'zod';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import type {
  ParallelInput,
  ParallelSpec,
  ParallelResults,
} from '../../core/kinds/parallel/types.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';
import { splitRunOptions } from '../runs/run-options.ts';
import { specsOf, type StepLike } from '../runs/step-like.ts';

export type {
  ParallelEntry,
  ParallelInput,
  ParallelResult,
  ParallelResults,
  ParallelSpec,
} from '../../core/kinds/parallel/types.ts';

/** A parallel's settings, as in its spec; durations are `'60s'` or milliseconds. */
export type ParallelOptions = Partial<Omit<ParallelInput, 'kind' | 'agents' | 'inputs'>>;

/** Several agents, or other steps, on the same input at once. */
export class ParallelAgents {
  readonly spec: ParallelSpec;

  /** @throws `Input.Invalid` for no agents, or for one that is there twice */
  constructor(agents: readonly StepLike[], options: ParallelOptions = {}) {
    this.spec = parseStep(
      { ...options, kind: 'parallel', agents: specsOf(agents) },
      'ParallelAgents',
    ) as ParallelSpec;
  }

  /** Asks all of them the same. */
  async chat(message: string, options?: ChatOptions): Promise<ParallelResults> {
    return await runStep(this.spec, message, options);
  }

  /**
   * Gives each agent its own message.
   *
   * @param messages a message for every agent, by name
   * @throws `Input.Invalid` for a name that is not here, or an agent without a message
   */
  async chatDifferent(
    messages: Record<string, string>,
    options?: ChatOptions,
  ): Promise<ParallelResults> {
    const spec = parseStep({ ...this.spec, inputs: messages }, 'chatDifferent') as ParallelSpec;
    const without = spec.agents
      .map(({ name }) => name)
      .filter((name) => !Object.hasOwn(spec.inputs, name));
    if (without.length > 0) {
      const message = 'there is no message for this agent';
      throw invalidInput(
        'chatDifferent',
        without.map((path) => ({ path, message })),
      );
    }
    const input = Object.entries(messages)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n');
    return await runStep(spec, input, options);
  }
}

/** Asks several agents the same, once: `ParallelAgents` without the object. */
export async function parallelChat(
  request: { agents: readonly StepLike[]; message: string } & ParallelOptions & ChatOptions,
): Promise<ParallelResults> {
  parseInput(z.looseObject({}), request, 'parallelChat');
  const { agents, message, client, ...others } = request;
  const { run, rest } = splitRunOptions(others);
  return await new ParallelAgents(agents, rest).chat(message, { ...run, client });
}
