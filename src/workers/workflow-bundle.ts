import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { Failure, failure } from '../core/failures.ts';

/** The workflows, bundled once by `npm run build`, wherever this file runs from. */
export function workflowBundle(): { codePath: string } {
  const codePath = ['../workflow-bundle.js', '../../dist/workflow-bundle.js']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (codePath !== undefined) return { codePath };
  const message = 'the workflow bundle is missing: run `npm run build`';
  throw failure(Failure.workerUnconfigured, message);
}

/**
 * Bundles a user's own workflows, which takes a second or two. Their module exports ours as well:
 * `export * from 'durable-agents/workflows'`.
 */
export async function bundleOf(workflowsPath: string): Promise<{ code: string }> {
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: throwBundling };
  return await bundleWorkflowCode({ workflowsPath, logger: quiet });
}

function throwBundling(message: string): never {
  throw failure(Failure.inputInvalid, `the workflows can not be bundled: ${message}`);
}
