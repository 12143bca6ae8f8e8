import { z } from 'zod';
import { parseInput } from '../../core/parse-input.ts';
import type { AgentResult, AgentInput, AgentSpec } from '../../core/kinds/agent/types.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';

export type { ChatOptions } from '../runs/default-client.ts';
export type {
  CheckDecision,
  CheckedPlace,
  CheckRecord,
  CheckVerdict,
  CheckWhen,
} from '../../core/kinds/agent/check-types.ts';
export type {
  AgentInput,
  AgentResult,
  AgentSpec,
  ApprovalRecord,
  ApprovalTimeout,
  CheckInput,
  CheckSpec,
  ModelChoice,
  ModelChoiceInput,
  PromptCache,
  ReasoningEffort,
} from '../../core/kinds/agent/types.ts';

export type { SeenThread } from '../../core/thread-window.ts';

/**
 * An agent: a name, a role, and a model with instructions. Plain data behind: it can be part of any
 * pattern, any number of times over runs, but only once in one pattern (`replicas` makes copies).
 */
export class Agent {
  readonly spec: AgentSpec;

  /** @throws `Input.Invalid`, naming the field */
  constructor(options: Omit<AgentInput, 'kind'>) {
    const what = `agent '${options?.name ?? '(no name)'}'`;
    this.spec = parseStep({ ...options, kind: 'agent' }, what) as AgentSpec;
  }

  get name(): string {
    return this.spec.name;
  }

  /** Asks the agent, as a run of its own. */
  async chat(message: string, options?: ChatOptions): Promise<AgentResult<string>> {
    return await runStep(this.spec, message, options);
  }
}

/**
 * Copies of an agent under names of their own: `Critic 1`, `Critic 2`, `Critic 3`.
 *
 * @throws `Input.Invalid` when `count` is no whole number from 1 to 500
 */
export function replicas(agent: Agent, count: number): Agent[] {
  parseInput(z.instanceof(Agent, { error: 'expected an Agent' }), agent, 'replicas');
  parseInput(z.int().min(1).max(500), count, 'the number of replicas');
  return Array.from(
    { length: count },
    (_, index) => new Agent({ ...agent.spec, name: `${agent.name} ${index + 1}` }),
  );
}
