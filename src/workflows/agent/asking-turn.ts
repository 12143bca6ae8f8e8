import type { Text } from '../../core/content.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { ToolCall } from '../../core/model-call.ts';
import { replyText } from '../../core/reply.ts';
import type { ToolOutcome } from '../../core/tools.ts';
import type { Spending } from '../../core/usage.ts';
import type { RunContext } from '../runtime/run-context.ts';
import type { StepScope } from '../runtime/step-scope.ts';
import type { AgentChecks } from './agent-checks.ts';
import type { AgentResources } from './resources.ts';

/** The turn that asked for tools: its number, what its agent has, and where it runs. */
export interface AskingTurn {
  number: number;
  spec: AgentSpec;
  resources: AgentResources;
  run: RunContext;
  scope: StepScope;
  checks: AgentChecks;
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
  /** Its arguments, long ones, where a check has rewritten them. */
  rewritten?: Text;
}

/** What came of a tool call, for the model and for the agent's result. */
export interface CarriedOut extends ToolOutcome {
  /** Why the tool gave no result, neither a good one nor a bad one; left out: it gave one. */
  lost?: string;
  /** A person has not allowed it; left out: it was called. */
  isDenied?: true;
  /** What a step said, where it may be a reference; left out: it stands in `content`. */
  text?: Text;
}

/** What a tool said; what is stored nowhere stands as it is. */
export function textOf({ text, message, content, bytes }: CarriedOut): Text {
  if (text !== undefined) return text;
  return message === '' ? (content ?? '') : replyText({ message, content, bytes });
}
