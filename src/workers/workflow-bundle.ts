import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Failure, failure } from '../core/failures.ts';
import { bundleWorkflows } from './bundle-workflows.ts';
import { keepsStacks } from './env.ts';

/** The workflows, bundled once by `npm run build`, wherever this file runs from. */
export function workflowBundle(): { codePath: string } {
  const name = keepsStacks() ? 'workflow-bundle.stacks.js' : 'workflow-bundle.js';
  const codePath = [`../${name}`, `../../dist/${name}`]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (codePath !== undefined) return { codePath };
  const message = 'the workflow bundle is missing: run `npm run build`';
  throw failure(Failure.workerUnconfigured, message);
}

/**
 * Bundles a user's own workflows, which takes a second or two. Their module exports ours as well:
 * `export * from 'durable-agents/workflows'`.
 *
 * @throws `Input.Invalid` where they can not be bundled
 */
export async function bundleOf(workflowsPath: string): Promise<{ code: string }> {
  const code = await bundleWorkflows({
    workflowsPath,
    stacks: keepsStacks(),
    onError: throwBundling,
  });
  return { code };
}

function throwBundling(message: string): never {
  throw failure(Failure.inputInvalid, `the workflows can not be bundled: ${message}`);
}
