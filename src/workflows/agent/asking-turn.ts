import type { Text } from '../../core/content.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { ToolCall } from '../../core/model-call.ts';
import type { ToolOutcome } from '../../core/tools.ts';
import type { Spending } from '../../core/usage.ts';
import type { RunContext } from '../runtime/run-context.ts';
import type { StepScope } from '../runtime/step-scope.ts';
import type { AgentResources } from './resources.ts';

/** The turn that asked for tools: its number, what its agent has, and where it runs. */
export interface AskingTurn {
  number: number;
  spec: AgentSpec;
  resources: AgentResources;
  run: RunContext;
  scope: StepScope;
  steps: AskedSteps;
}

/** The steps that a turn asks as tools. */
export interface AskedSteps {
  /** How many of them have not begun yet. */
  toAsk: number;
  /** What those that have ended have spent. */
  spent: Spending[];
}

/** A tool call of a turn. */
export interface AskedTool {
  /** Message id of the reply that asks for it. */
  message: string;
  /** Number of that model call. */
  number: number;
  /** Which of that reply's tool calls it is, from 0. */
  index: number;
  call: ToolCall;
}

/** What came of a tool call, for the model and for the agent's result. */
export interface CarriedOut extends ToolOutcome {
  /** Why the tool gave no result, neither a good one nor a bad one; left out: it gave one. */
  lost?: string;
  /** What a step said, where it may be a reference; left out: it stands in `content`. */
  text?: Text;
}
