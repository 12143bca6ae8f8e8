import type { AgentSpec } from './types.ts';

/** What an agent is where its spec says nothing. */
export const agentDefaults: Omit<Required<AgentSpec>, 'kind' | 'name' | 'models'> = {
  role: '',
  provider: null,
  model: null,
  instructions: '',
  tools: [],
  approve: [],
  approvalTimeout: { after: '24h', outcome: 'deny' },
  checks: [],
  output: null,
  maxTurns: 10,
  maxOutputTokens: 4096,
  temperature: null,
  reasoningEffort: null,
  providerOptions: {},
  promptCache: 'auto',
  timeout: null,
  localCalls: false,
  thread: null,
  threadTokens: 16_000,
  threadOverflow: 'summarise',
};
