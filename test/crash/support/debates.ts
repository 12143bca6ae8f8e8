import type { AgentsClient } from '../../../src/client/index.ts';
import type { DebateInput } from '../../../src/core/kinds/debate/types.ts';

/** Two agents over two rounds: ten calls one after another, votes and conclusion included. */
const debate = {
  kind: 'debate',
  votes: 'separate',
  agents: ['Advocate', 'Critic'].map((name) => ({ kind: 'agent', name, provider: 'openai' })),
  rounds: 2,
  stopEarly: false,
  roundTimeout: '10m',
} as const satisfies DebateInput;

/** Starts debates, each about something else, so that no two ask a model the same. */
export async function startDebates(client: AgentsClient, count: number, prefix: string) {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return await Promise.all(
    numbers.map((each) =>
      client.start(debate, `Is proposal ${prefix}-${each} worth its cost?`, {
        id: `${prefix}-${each}`,
      }),
    ),
  );
}
