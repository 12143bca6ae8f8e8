import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BundleOptions } from '@temporalio/worker';
import { Failure, failure, messageOf } from '../core/failures.ts';
import { invalidInput } from '../core/parse-input.ts';
import { beginningOf } from '../core/unicode.ts';
import { bundleWorkflows, cheaper } from './bundle-workflows.ts';
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
 * Bundles a user's own workflows with ours, which takes a second or two.
 *
 * @throws `Input.Invalid` when they cannot be bundled
 */
export async function bundleOf(workflowsPath: string): Promise<{ code: string }> {
  let said = ''; // the logger is called in a callback of the bundler's, where nobody would catch an error
  const error = (message: string) => void (said ||= message);
  const logger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error };
  try {
    const code = await bundleWorkflows(withOwnModule({ workflowsPath, logger }), keepsStacks());
    return { code };
  } catch (thrown) {
    throw notBundled(said === '' ? messageOf(thrown) : said);
  }
}

/** @throws `Input.Invalid` for a module that is not there */
export function refuseMissingWorkflows(workflowsPath: string | undefined): void {
  if (workflowsPath === undefined || existsSync(workflowsPath)) return;
  const message = `there is no '${workflowsPath}': give the path of a module or of a folder with an index`;
  throw invalidInput('workflowsPath', [{ path: '', message }]);
}

/** The same bundle with our workflows in it, as if the user's module exported them too. */
export function withOurs(options: BundleOptions, stacks: boolean): BundleOptions {
  return cheaper(withOwnModule(options), stacks);
}

function withOwnModule(options: BundleOptions): BundleOptions {
  const { workflowsPath, webpackConfigHook = (config) => config } = options;
  return {
    ...options,
    workflowsPath: fileURLToPath(new URL(`../workflows/${withOwn}`, import.meta.url)),
    webpackConfigHook(given) {
      const config = webpackConfigHook(given);
      const alias = withAlias(config.resolve?.alias, resolve(workflowsPath));
      return { ...config, resolve: { ...config.resolve, alias } };
    },
  };
}

const withOwn = import.meta.url.endsWith('.ts') ? 'with-own.cts' : 'with-own.cjs';

/** How that module names the user's. */
const ownWorkflows = 'durable-agents/own-workflows';

type WebpackConfig = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];
type Alias = NonNullable<WebpackConfig['resolve']>['alias'];

function withAlias(alias: Alias, path: string): Alias {
  if (Array.isArray(alias)) return [...alias, { name: ownWorkflows, alias: path }];
  return { ...alias, [ownWorkflows]: path };
}

function notBundled(reason: string) {
  const message = `the workflows cannot be bundled: ${reason}`;
  return failure(Failure.inputInvalid, beginningOf(message, 4_000));
}
