import type { AgentSpec } from './types.ts';

/** What an agent is where its spec says nothing. */
export const agentDefaults: Omit<AgentSpec, 'kind' | 'name'> = {
  role: '',
  provider: null,
  model: null,
  instructions: '',
  tools: [],
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
