import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { local } from '../product.ts';
import { providerName, type Runner } from './runner.ts';

/**
 * Runs steps as any program does: each is a workflow on an embedded Temporal server. A model's time
 * is not known, as nobody waits for it.
 */
export async function openTemporalRunner(baseURL: string): Promise<Runner> {
  const stateDir = mkdtempSync(join(tmpdir(), 'durable-agents-bench-'));
  const provider = { api: 'chat' as const, baseURL, model: providerName };
  const client = await local({ stateDir, providers: { [providerName]: provider } });
  return {
    atOnce: 16,
    async run(step, input, id) {
      return { result: await client.run(step, input, { id }), seconds: null };
    },
    async close() {
      await client.close();
      rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
