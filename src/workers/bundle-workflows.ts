import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

export interface BundleOptions {
  /** Module that exports the workflows. */
  workflowsPath: string;
  /** Whether workflows keep stack traces, and the bundle its source map. Default `false`. */
  stacks?: boolean;
  /** Told what can not be bundled. Default: stderr. */
  onError?: (message: string) => void;
}

/**
 * Bundles workflows as one script. Our own modules are evaluated once a worker, not once a workflow,
 * because nothing in them changes.
 */
export async function bundleWorkflows(options: BundleOptions): Promise<string> {
  const {
    workflowsPath,
    stacks = false,
    onError = (message) => process.stderr.write(message),
  } = options;
  const shared = [moduleAt('workflows/workflows'), ...(stacks ? [] : [stacksOff()])];
  const silent = { log() {}, trace() {}, debug() {}, info() {}, warn() {} };
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    preloadModules: shared.toReversed(),
    logger: { ...silent, error: onError },
    webpackConfigHook: (config) => ({
      ...config,
      mode: 'production',
      optimization: { ...config.optimization, minimize: false }, // the names of workflows have to stay
    }),
  });
  return stacks ? code : withoutSourceMap(code);
}

const stacksOff = () => moduleAt('workflows/without-stacks');

/** A module of ours beside this one, compiled or not. */
function moduleAt(path: string): string {
  const candidates = [`../${path}.js`, `../${path}.ts`].map((each) =>
    fileURLToPath(new URL(each, import.meta.url)),
  );
  return candidates.find((each) => existsSync(each)) ?? path;
}

/** A worker wants a source map, reads it when it starts, and uses it for stack traces only. */
function withoutSourceMap(code: string): string {
  const comment = '//# sourceMappingURL=data:';
  const map = JSON.stringify({ version: 3, file: 'workflow-bundle.js', sources: [], mappings: '' });
  const at = code.lastIndexOf(comment);
  const encoded = Buffer.from(map).toString('base64');
  return `${code.slice(0, at)}${comment}application/json;base64,${encoded}`;
}
