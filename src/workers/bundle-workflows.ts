import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BundleOptions } from '@temporalio/worker';

/**
 * Bundles workflows as one script.
 *
 * @param stacks whether workflows keep stack traces, and the bundle its source map
 */
export async function bundleWorkflows(options: BundleOptions, stacks: boolean): Promise<string> {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode(cheaper(options, stacks));
  return stacks ? code : withoutSourceMap(code);
}

/**
 * The same bundle, such that its workflows cost less: our own modules are evaluated once a worker and
 * not once a workflow, because nothing in them changes, and no stack traces are kept.
 */
export function cheaper(options: BundleOptions, stacks: boolean): BundleOptions {
  const { preloadModules = [], webpackConfigHook = (config) => config } = options;
  const ours = [...(stacks ? [] : [moduleAt('without-stacks')]), moduleAt('workflows')];
  return {
    ...options,
    preloadModules: [...ours, ...preloadModules],
    webpackConfigHook(given) {
      const config = webpackConfigHook(given);
      const optimization = { ...config.optimization, minimize: false }; // the names of workflows have to stay
      return { ...config, mode: 'production', optimization };
    },
  };
}

/** A module of the workflows, compiled or not. */
function moduleAt(name: string): string {
  const candidates = [`../workflows/${name}.js`, `../workflows/${name}.ts`].map((each) =>
    fileURLToPath(new URL(each, import.meta.url)),
  );
  return candidates.find((each) => existsSync(each)) ?? name;
}

/** A worker wants a source map, reads it when it starts, and uses it for stack traces only. */
function withoutSourceMap(code: string): string {
  const comment = '//# sourceMappingURL=data:';
  const map = JSON.stringify({ version: 3, file: 'workflow-bundle.js', sources: [], mappings: '' });
  const at = code.lastIndexOf(comment);
  const encoded = Buffer.from(map).toString('base64');
  return `${code.slice(0, at)}${comment}application/json;base64,${encoded}`;
}
