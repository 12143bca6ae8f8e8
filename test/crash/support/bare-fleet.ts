import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Worker } from './fleet.ts';
import { startScript } from './script.ts';

const workflowsPath = fileURLToPath(
  new URL('../../../bench/baseline/workflows.ts', import.meta.url),
);

/** Workers by hand, as `bare/temporal-worker.ts` has them. */
export interface BareFleet {
  start(serve: 'workflows' | 'models', address?: string): Promise<Worker>;
  close(): Promise<void>;
}

export async function openBareFleet(places: {
  temporal: string;
  model: string;
}): Promise<BareFleet> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-agents-bare-'));
  const bundle = join(folder, 'bundle.js');
  const logger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
  writeFileSync(bundle, (await bundleWorkflowCode({ workflowsPath, logger })).code);
  const kills: (() => Promise<void>)[] = [];
  return {
    async start(serve, address = places.temporal) {
      const words = [address, places.model, serve === 'workflows' ? bundle : ''];
      const script = await startScript('bare/temporal-worker.ts', words);
      kills.push(() => script.kill());
      const stop = () => (script.child.kill('SIGTERM'), script.end());
      return { serve, kill: () => script.kill(), stop };
    },
    async close() {
      await Promise.all(kills.map((kill) => kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
