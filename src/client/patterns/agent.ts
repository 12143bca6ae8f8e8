import { z } from 'zod';
import { parseInput } from '../../core/parse-input.ts';
import type { AgentResult, AgentInput, AgentSpec, StepTool } from '../../core/kinds/agent/types.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';
import { specOf, type StepLike } from '../runs/step-like.ts';

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
  AgentTool,
  AgentToolInput,
  ApprovalRecord,
  ApprovalTimeout,
  CheckInput,
  CheckSpec,
  ModelChoice,
  ModelChoiceInput,
  PromptCache,
  ReasoningEffort,
  StepTool,
  StepToolInput,
} from '../../core/kinds/agent/types.ts';

export type { SeenThread } from '../../core/thread-window.ts';

/** A step that an agent may ask as a tool: a plain spec, or an object such as a `Pipeline`. */
export type StepToolLike = Omit<StepTool, 'step'> & { step: StepLike };

/** What an agent is made of, as in its spec. */
export type AgentOptions = Omit<AgentInput, 'kind' | 'tools'> & {
  tools?: readonly (string | StepToolLike)[];
};

/**
 * An agent: a name, a role, and a model with instructions. Plain data behind: it can be part of any
 * pattern, any number of times over runs, but only once in one pattern (`replicas` makes copies).
 */
export class Agent {
  readonly spec: AgentSpec;

  /** @throws `Input.Invalid`, naming the field */
  constructor(options: AgentOptions) {
    const what = `agent '${options?.name ?? '(no name)'}'`;
    this.spec = parseStep({ ...withSpecs(options), kind: 'agent' }, what) as AgentSpec;
  }

  get name(): string {
    return this.spec.name;
  }

  /** Asks the agent, as a run of its own. */
  async chat(message: string, options?: ChatOptions): Promise<AgentResult<string>> {
    return await runStep(this.spec, message, options);
  }
}

/** What is no list of tools is refused by the schema, which can say where it stands. */
function withSpecs(options: AgentOptions): object {
  const tools: unknown = options?.tools;
  if (!Array.isArray(tools)) return options;
  const specs = (tools as NonNullable<AgentOptions['tools']>).map((tool) =>
    typeof tool === 'object' && tool !== null ? { ...tool, step: specOf(tool.step) } : tool,
  );
  return { ...options, tools: specs };
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
