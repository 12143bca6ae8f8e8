import { type Client, ServiceError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { ClientParts } from '../../src/client/runs/client-parts.ts';
import { prepareRun } from '../../src/client/runs/prepare-run.ts';
import { startRun } from '../../src/client/runs/start-run.ts';

const unknown = new Error('no mapping defined for search attribute AgentsName');
const defaults = { provider: 'simulated', model: null };
const serving = { providers: [], transforms: [], tools: [], servers: [] };

/** A cluster that knows as many of the attributes as it is given. */
function clusterKnowing(known: readonly string[]) {
  const started: object[] = [];
  const start = (_: string, { typedSearchAttributes }: { typedSearchAttributes?: object }) => {
    const names = [...JSON.stringify(typedSearchAttributes ?? '').matchAll(/Agents\w+/g)];
    if (names.some(([name]) => !known.includes(name)))
      return Promise.reject(new ServiceError('refused', { cause: unknown }));
    started.push({});
    return Promise.resolve();
  };
  const temporal = { workflow: { start } } as unknown as Client;
  const parts = { temporal, queue: 'agents', serving, defaults } as unknown as ClientParts;
  return { parts, started };
}

const run = (parts: ClientParts) =>
  prepareRun(
    {
      step: { kind: 'agent', name: 'Ann', provider: 'simulated' },
      input: 'go',
      options: { id: 'run' },
    },
    { ...parts, serving: null },
  );

describe('a cluster that does not know all search attributes', () => {
  it.each([[[]], [['AgentsPattern', 'AgentsUser']]])(
    'runs everything all the same, and who starts it learns how to register them: %j',
    async (known) => {
      const { parts, started } = clusterKnowing(known);
      const noted: string[] = [];
      await startRun(parts, run(parts), (line) => noted.push(line));
      expect(started).toHaveLength(1);
      expect(noted.join()).toContain("'durable-agents search-attributes' registers them");
    },
  );

  it('is the only one that is told of', async () => {
    const { parts } = clusterKnowing(['AgentsPattern', 'AgentsName', 'AgentsWaiting']);
    const noted: string[] = [];
    await startRun(parts, run(parts), (line) => noted.push(line));
    expect(noted).toEqual([]);
  });
});
