import type { AgentSpec } from '../../core/kinds/agent/types.ts';
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
}
