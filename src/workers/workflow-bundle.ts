import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
