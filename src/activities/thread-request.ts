import type { AgentSpec } from '../core/kinds/agent/types.ts';

/** Whose thread it is, and how much of it may be seen. */
export interface ThreadRequest {
  name: string;
  /** Tokens, by estimate, that its messages may take in a prompt. */
  tokens: number;
  overflow: AgentSpec['threadOverflow'];
  /** Whose tokens they are. */
  provider: string | null;
  model: string | null;
  /** First-execution run id and path of the step: its own messages are not earlier ones. */
  step: string;
  /** Whether what is seen is written down as one text. Default `false`. */
  written?: boolean;
  /** Workflow id of the outermost run. */
  run: string;
}
